using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;

namespace Busbar.Store;

/// <summary>
/// Brings a database's schema up to this program's: the scripts in <c>Migrations</c> in the order of their numbers,
/// those for both engines and those of the engine alone, all in one transaction under a lock.
/// </summary>
internal static class Migrator
{
    private const string Versions =
        """
        CREATE TABLE schema_versions
          (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)
        """;

    private sealed record Script(long Version, string Name, string Resource)
    {
        public string Text()
        {
            using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Migrates where something is to be done; an up-to-date database costs one query.</summary>
    public static void Migrate(Engine engine, DbConnection connection, Func<string> now)
    {
        var scripts = Scripts(engine.Dialect);
        if (VersionOf(engine, connection, scripts) == scripts[^1].Version) return;
        using var transaction = engine.BeginWrite(connection, WriterOf.Schema);
        // Another program may have done it while this one waited.
        var version = VersionOf(engine, connection, scripts);
        if (version == 0 && !engine.HasSchema(connection)) connection.Execute(Versions);
        foreach (var script in scripts.Where(script => script.Version > version))
        {
            connection.Execute(script.Text());
            connection.Execute("INSERT INTO schema_versions (version, name, applied_at) VALUES (@Version, @Name, @now)",
                new { script.Version, script.Name, now = now() });
        }
        transaction.Commit();
    }

    private static long VersionOf(Engine engine, DbConnection connection, List<Script> scripts)
    {
        if (!engine.HasSchema(connection))
        {
            if (!engine.IsForeign(connection)) return 0;
            // Another program may have made all of it between the two questions: the first is asked again.
            if (!engine.HasSchema(connection))
                throw new StoreUnreachableException(
                    $"{engine.Name} is a database of something else: it has tables, but none of Busbar's.");
        }
        var version = connection.Count("SELECT coalesce(max(version), 0) FROM schema_versions");
        return version <= scripts[^1].Version ? version : throw new StoreUnreachableException(
            $"The database {engine.Name} has schema {Texts.Say(version)} of a later Busbar; this one knows schema "
            + $"{Texts.Say(scripts[^1].Version)}.");
    }

    /// <summary>
    /// Names are <c>0001-tables.sql</c> for both engines or <c>0002-immutable.sqlite.sql</c> for one.
    /// </summary>
    private static List<Script> Scripts(string dialect) =>
        [.. from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
            where resource.StartsWith("Migrations/", StringComparison.Ordinal)
            let name = resource["Migrations/".Length..]
            let parts = name.Split('.')
            where parts.Length == 2 || parts[1] == dialect
            let version = long.Parse(name[..4], NumberStyles.None, CultureInfo.InvariantCulture)
            orderby version
            select new Script(version, parts[0], resource)];
}
