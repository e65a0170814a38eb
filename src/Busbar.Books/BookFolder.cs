using Busbar.Books.Ocpi;

namespace Busbar.Books;

/// <summary>
/// Reads a book, a folder of YAML and CSV, as nodes. Every file is read whatever is wrong with the others, so that all
/// faults are said at once.
/// </summary>
public static class BookFolder
{
    private const string BookName = "book.yaml";

    private static readonly string[] Lists =
        [
            "access", "accounts", "agreements", "connections", "costs", "events", "parties", "registrations", "trades",
        ];
    private static readonly string[] Folders =
        [
            "examples", "payments", "pictures", "pools", "prices", "products", "reads", "schemes", "sessions",
            "tariffs", "texts",
        ];

    private static readonly string[] Files =
        [BookName, .. Lists.SelectMany(list => (string[])[$"{list}.csv", $"{list}.yaml"])];

    /// <summary>Reads all files of the folder.</summary>
    public static BookSource Read(string folder)
    {
        if (Refusal(folder) is { } refusal) return new() { Folder = folder, Faults = [refusal] };
        return new Reading(folder).Whole();
    }

    private static Fault? Refusal(string folder)
    {
        if (File.Exists(folder))
            return new("not-a-folder", $"{folder} is a file; a book is a folder with a {BookName} in it.", new(folder),
                Hint: Path.GetFileName(folder) == BookName ? "Give the folder that it stands in." : null);
        if (!Directory.Exists(folder))
            return new("no-folder", $"There is no folder {folder}.", new(folder));
        if (File.Exists(Path.Combine(folder, BookName))) return null;
        return new("no-book", $"{folder} has no {BookName}, so it is no book.", new(folder), Hint: NearBook(folder));
    }

    private static string? NearBook(string folder)
    {
        try
        {
            var entries = new DirectoryInfo(folder).GetFileSystemInfos();
            return Nearest.Hint(BookName, entries.Select(entry => entry.Name))
                ?? (entries.OfType<DirectoryInfo>().OrderBy(entry => entry.Name, StringComparer.Ordinal)
                    .FirstOrDefault(entry => File.Exists(Path.Combine(entry.FullName, BookName))) is { } near
                    ? $"Did you mean {Path.Combine(folder, near.Name)}?" : null);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>One reading of one folder.</summary>
    private sealed class Reading
    {
        private readonly string _folder;
        private readonly List<Fault> _faults = [];
        private readonly BookFiles _files;
        private readonly Dictionary<string, List<MapNode>> _maps = new(StringComparer.Ordinal);
        private readonly List<(string, byte[])> _pictures = [];
        private readonly List<(string, string)> _texts = [];
        private readonly Dictionary<string, IReadOnlyList<string>> _paths = new(StringComparer.Ordinal);
        private readonly TariffFiles _tariffs;

        public Reading(string folder) =>
            (_folder, _files, _tariffs) = (folder, new(folder, _faults), new(_faults));

        public BookSource Whole()
        {
            foreach (var file in _files.In(""))
                if (file.IsFolder) ReadFolder(file);
                else ReadFile(file);
            List<MapNode> products = [.. Maps("products").Select(_tariffs.Into)];
            _tariffs.CheckUse();
            return new()
            {
                Folder = _folder,
                Book = Maps(BookName) is [var book] ? book : null,
                Products = products,
                Parties = Maps("parties"),
                Accounts = Maps("accounts"),
                Connections = Maps("connections"),
                Pools = Maps("pools"),
                Agreements = Maps("agreements"),
                Trades = Maps("trades"),
                Events = Maps("events"),
                Costs = Maps("costs"),
                Viewers = Maps("access"),
                Schemes = Maps("schemes"),
                Registrations = Maps("registrations"),
                Prices = Paths("prices"),
                Reads = Paths("reads"),
                Sessions = Paths("sessions"),
                Examples = Paths("examples"),
                Cases = Paths("cases"),
                Pictures = _pictures,
                Texts = _texts,
                Faults = _faults,
            };
        }

        private void ReadFile(BookFile file)
        {
            var list = Path.GetFileNameWithoutExtension(file.Name);
            if (file.Name == BookName) ReadBook(file);
            else if (!Files.Contains(file.Name)) Unknown(file, Files.Concat(Folders));
            else if (file.Name.EndsWith(".csv", StringComparison.Ordinal)) ReadTable(file, list);
            else ReadList(file, list);
        }

        private void ReadFolder(BookFile folder)
        {
            switch (folder.Name)
            {
                case "products":
                    var files = _files.In(folder.Path);
                    _paths["cases"] = [.. files.Where(IsCases).Select(file => file.Path)];
                    foreach (var file in files.Where(file => !IsCases(file) && IsA(file, ".yaml"))) ReadProducts(file);
                    break;
                case "prices":
                    _paths["prices"] =
                        [.. _files.In(folder.Path).Where(file => IsA(file, ".csv")).Select(file => file.Path)];
                    break;
                case "pictures" or "texts":
                    var own = new StationeryFiles(_files, _faults);
                    foreach (var file in _files.In(folder.Path).Where(file => file.IsFolder || !IsPaper(file.Name)))
                        if (folder.Name == "pictures") _pictures.AddRange(own.Picture(file));
                        else _texts.AddRange(own.Text(file));
                    break;
                case "reads" or "examples" or "sessions":
                    _paths[folder.Name] = _files.Below(folder.Path);
                    break;
                case "tariffs":
                    foreach (var file in _files.In(folder.Path).Where(file => IsA(file, ".json")))
                        _tariffs.Add(_files, file);
                    break;
                case "payments":
                    // Files of a bank are taken in by themselves; here they are only looked for links.
                    _files.Below(folder.Path);
                    break;
                case "pools":
                    foreach (var file in _files.In(folder.Path).Where(file => IsA(file, ".yaml")))
                        ReadMaps(file, "pools", "a pool");
                    break;
                case "schemes":
                    foreach (var file in _files.In(folder.Path).Where(file => IsA(file, ".yaml")))
                        ReadMaps(file, "schemes", "a scheme");
                    break;
                default:
                    Unknown(folder, Files.Concat(Folders));
                    break;
            }
        }

        private void ReadBook(BookFile file)
        {
            if (_files.Documents(file) is not { } documents) return;
            if (documents is [MapNode book]) Maps(BookName).Add(book);
            else if (documents is [] or [EmptyNode])
                Add("empty-file", new(file.Path),
                    $"{file.Path} is empty; expected at least seller, currency and zone.");
            else if (documents is [_])
                Add("wrong-kind", documents[0].Place, $"{file.Path} is {documents[0].What}; expected a map.",
                    documents[0].HintFor("a map"));
            else
                Add("second-document", documents[1].Place, $"{file.Path} has a second document; expected one.",
                    "Delete the line ---.");
        }

        private void ReadProducts(BookFile file) => Maps("products").AddRange(ProductFile.Maps(_files, file, _faults));

        /// <summary>A pool or a scheme, or several with --- between them.</summary>
        private void ReadMaps(BookFile file, string kind, string what)
        {
            foreach (var document in _files.Documents(file) ?? [])
                if (document is MapNode map) Maps(kind).Add(map);
                else if (document is not EmptyNode)
                    Add("wrong-kind", document.Place, $"{file.Path} has {document.What}; expected {what} as a map.",
                        document.HintFor("a map"));
        }

        private void ReadList(BookFile file, string list)
        {
            if (_files.Documents(file) is not { } documents) return;
            if (documents is [ListNode { Items: var items }, ..])
            {
                Maps(list).AddRange(items.OfType<MapNode>());
                foreach (var item in items.Where(item => item is not MapNode).Take(FileFaults.Most))
                    Add("wrong-kind", item.Place, $"This item of {list} is {item.What}; expected a map.",
                        item.HintFor("a map"));
            }
            else if (documents is [not EmptyNode, ..])
                Add("wrong-kind", documents[0].Place, $"{file.Path} is {documents[0].What}; expected a list of maps.",
                    "Begin each with \"- \".");
            if (documents.Count > 1)
                Add("second-document", documents[1].Place, $"{file.Path} has a second document; expected one list.",
                    "Delete the line ---.");
        }

        private void ReadTable(BookFile file, string list)
        {
            if (_files.Bytes(file, CsvTable.MostBytes) is { } bytes)
                Maps(list).AddRange(CsvTable.Read(bytes, file.Path, _faults));
        }

        /// <summary>Whether a file of a folder is one of those that belong there; papers are passed over.</summary>
        private bool IsA(BookFile file, string ending)
        {
            if (!file.IsFolder && file.Name.EndsWith(ending, StringComparison.Ordinal)) return true;
            if (file.IsFolder || !IsPaper(file.Name))
                Add("unknown-file", new(file.Path), $"{file.Path} is no file of a book; expected files that end in "
                    + $"{ending} here.", file.IsFolder ? $"Put its files into {file.Path.Split('/')[0]} itself."
                    : $"Did you mean {Path.ChangeExtension(file.Name, ending)}?");
            return false;
        }

        /// <summary>Whether a file has the approved boundary cases of a product.</summary>
        private static bool IsCases(BookFile file) =>
            !file.IsFolder && file.Name.EndsWith(BookSource.CasesEnding, StringComparison.Ordinal);

        private void Unknown(BookFile file, IEnumerable<string> known)
        {
            if (!file.IsFolder && IsPaper(file.Name)) return;
            Add("unknown-file", new(file.Path),
                $"{file.Path} is no {(file.IsFolder ? "folder" : "file")} of a book.",
                Nearest.Hint(file.Name, known.Where(name => name != file.Name))
                    ?? "Known are book.yaml, access, accounts, agreements, connections, costs, events, parties, "
                    + "registrations and trades as .yaml or .csv, and the folders products, schemes, pools, prices, "
                    + "reads, sessions, tariffs, examples, pictures and texts.");
        }

        private static bool IsPaper(string name) => name.EndsWith(".md", StringComparison.Ordinal)
            || name.StartsWith("README", StringComparison.Ordinal)
            || name.StartsWith("LICENSE", StringComparison.Ordinal);

        private List<MapNode> Maps(string kind)
        {
            if (!_maps.TryGetValue(kind, out var maps)) _maps[kind] = maps = [];
            return maps;
        }

        private IReadOnlyList<string> Paths(string kind) => _paths.GetValueOrDefault(kind, []);

        private void Add(string code, Place place, string message, string? hint = null) =>
            _faults.Add(new(code, message, place, Hint: hint));
    }
}
