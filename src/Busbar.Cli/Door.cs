using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Busbar.Store;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.Text;
using Spectre.Console;

namespace Busbar.Cli;

/// <summary>
/// Where the program meets the world: the two outputs, the clock, and the signal to stop. Results go to the first
/// output, progress and messages to the second.
/// </summary>
/// <param name="isTerminal">Whether somebody watches the second output, so that progress is drawn.</param>
public sealed class Door(
    TextWriter results, TextWriter messages, TimeProvider clock, bool isTerminal, CancellationToken cancel)
{
    /// <summary>The database where none is named: a file in the folder in which the program runs.</summary>
    public const string UsualDatabase = "busbar.db";

    // While a bar is drawn, what is written waits: it would tear the bar.
    private StringWriter? _waitingResults;
    private StringWriter? _waitingMessages;

    private bool _isInItems;

    /// <summary>Results.</summary>
    public TextWriter Results => _waitingResults ?? results;

    /// <summary>Progress and messages.</summary>
    public TextWriter Messages => _waitingMessages ?? messages;

    /// <summary>Asked to stop.</summary>
    public CancellationToken Cancel => cancel;

    /// <summary>Whether results are written as JSON.</summary>
    public bool Json { get; set; }

    /// <summary>The database: a file, <c>:memory:</c> or a URL.</summary>
    public string Where { get; set; } = UsualDatabase;

    /// <summary>Whether the database was named, and isn't the usual one by default.</summary>
    public bool IsNamed { get; set; }

    /// <summary>Whether the results go to a terminal that shows blocks; elsewhere what is drawn is ASCII.</summary>
    public bool HasBlocks { get; init; }

    /// <summary>A door with the same clock behind which results are dropped, and messages go elsewhere.</summary>
    /// <param name="where">Its database.</param>
    public Door Quiet(TextWriter told, string where) =>
        new(TextWriter.Null, told, clock, isTerminal: false, cancel) { Where = where };

    /// <summary>Opens the database.</summary>
    /// <param name="mustExist">Whether a file that isn't there is refused.</param>
    public Database Open(bool mustExist = false) => Database.Open(Where, clock, mustExist);

    /// <summary>A database that is gone when it is closed.</summary>
    public Database OpenTemporary() => Database.Open(":memory:", clock);

    /// <summary>Today, in a zone.</summary>
    public LocalDate Today(DateTimeZone zone) => clock.GetUtcNow().ToInstant().InZone(zone).Date;

    /// <summary>Now.</summary>
    public Instant Now => clock.GetUtcNow().ToInstant();

    /// <summary>How long something took so far.</summary>
    public TimeSpan Since(long start) => clock.GetElapsedTime(start);

    /// <summary>A moment, to measure from.</summary>
    public long Mark() => clock.GetTimestamp();

    /// <summary>Says something to the person, after the results that came before it.</summary>
    public void Say(string text)
    {
        Results.Flush();
        Messages.WriteLine(text);
    }

    /// <summary>Says reasons, below what they are of.</summary>
    public void SayBelow(IEnumerable<Fault> reasons)
    {
        foreach (var reason in reasons)
            Say("  " + reason.ToString().Replace("\n", "\n  ", StringComparison.Ordinal));
    }

    /// <summary>Says that a command is wrong, and gives the exit code for it.</summary>
    public int Wrong(string message)
    {
        Say(message);
        return ExitCode.WrongCommand;
    }

    /// <summary>Writes a result as JSON, indented.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write) => Results.WriteLine(JsonText(write));

    /// <summary>Writes one of many results, which together are a list.</summary>
    public void WriteItem(Action<Utf8JsonWriter> write)
    {
        Results.Write(_isInItems ? ",\n  " : "[\n  ");
        _isInItems = true;
        Results.Write(JsonText(write).Replace("\n", "\n  ", StringComparison.Ordinal));
    }

    /// <summary>Ends the list of results; one without any is a list too.</summary>
    public void EndItems()
    {
        Results.WriteLine(_isInItems ? "\n]" : "[]");
        _isInItems = false;
    }

    /// <summary>Ends what a command that was broken off has begun to write.</summary>
    public void Close()
    {
        if (_isInItems) EndItems();
        Results.Flush();
    }

    /// <summary>Likewise, where it has been said already if nobody takes the results.</summary>
    public void TryClose()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // The reader has gone; there is nobody to tell.
        }
    }

    /// <summary>
    /// Says what was refused, each fault with its place; in JSON as a result, and as the last where there are many.
    /// </summary>
    public void Refuse(IReadOnlyList<Fault> faults)
    {
        if (!Json)
        {
            foreach (var fault in faults) Say(fault.ToString());
            return;
        }
        Action<Action<Utf8JsonWriter>> write = _isInItems ? WriteItem : WriteJson;
        write(json =>
        {
            json.WriteStartObject();
            json.WriteFaults("faults", faults);
            json.WriteEndObject();
        });
    }

    /// <summary>What is written as JSON, indented.</summary>
    public static string JsonText(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new()
        {
            Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        })) write(json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>
    /// Passes through what comes, and shows how far it is: as a bar on a terminal, else as a line now and then.
    /// </summary>
    /// <param name="what">What is being done: <c>Billing</c>.</param>
    /// <param name="total">How many there will be.</param>
    public void Watch<T>(string what, int total, IEnumerable<T> all, Action<T> each)
    {
        if (isTerminal && !Json && total > 1) Draw(what, total, all, each);
        else
            foreach (var (index, one) in all.Index())
            {
                each(one);
                if (!Json && (index + 1) % 1000 == 0) Say($"{what}: {index + 1} of {total}");
            }
    }

    private void Draw<T>(string what, int total, IEnumerable<T> all, Action<T> each)
    {
        (_waitingResults, _waitingMessages) = (new() { NewLine = "\n" }, new() { NewLine = "\n" });
        try
        {
            AnsiConsole.Create(new() { Out = new Terminal(messages), Interactive = InteractionSupport.Yes }).Progress()
                .HideCompleted(true).Start(bar =>
                {
                    var task = bar.AddTask(what, maxValue: total);
                    foreach (var one in all)
                    {
                        each(one);
                        task.Increment(1);
                    }
                });
        }
        finally
        {
            results.Write(_waitingResults);
            results.Flush();
            messages.Write(_waitingMessages);
            (_waitingResults, _waitingMessages) = (null, null);
        }
    }

    /// <summary>A date as it is written everywhere.</summary>
    public static string Text(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
