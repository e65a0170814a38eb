using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Busbar.Cli.Verbs;
using Busbar.Store;

namespace Busbar.Cli;

/// <summary>The door: one word names a verb, each verb has a file.</summary>
public static class Program
{
    /// <summary>Runs the program as the shell calls it.</summary>
    public static int Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The first time ends the work in order; the second time the system does.
            pressed.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        };
        using var results = new StreamWriter(Console.OpenStandardOutput()) { NewLine = "\n" };
        using var messages = new StreamWriter(Console.OpenStandardError()) { NewLine = "\n", AutoFlush = true };
        return Run(args, new(results, messages, TimeProvider.System, !Console.IsErrorRedirected, stop.Token)
        {
            HasBlocks = !Console.IsOutputRedirected && Console.OutputEncoding.CodePage == Encoding.UTF8.CodePage,
        });
    }

    /// <summary>Runs one command; the result is its exit code.</summary>
    public static int Run(string[] args, Door door)
    {
        var json = new Option<bool>("--json") { Description = "Results as JSON.", Recursive = true };
        var where = new Option<string>("--db")
        {
            Description = "The database: a file, :memory:, or postgres://user:password@host:port/database.",
            DefaultValueFactory = _ => door.Where, HelpName = "FILE", Recursive = true,
        };
        // Not a root command, which would be called after its file.
        var root = new Command("busbar", "Busbar, the energy billing engine.")
        {
            json, where, new HelpOption(), new VersionOption(),
        };
        foreach (var verb in (Command[])
            [
                DemoVerb.Of(door), InitVerb.Of(door), CheckVerb.Of(door), ApplyVerb.Of(door), ImportVerb.Of(door),
                QuarantineVerb.Of(door), EstimateVerb.Of(door), BillVerb.Of(door), RebillVerb.Of(door),
                ShowVerb.Of(door), ExplainVerb.Of(door), DiffVerb.Of(door), PoolVerb.Of(door), PositionVerb.Of(door),
                EventVerb.Of(door), ReadsVerb.Of(door), SessionsVerb.Of(door), ExportVerb.Of(door),
                SimulateVerb.Of(door), QuoteVerb.Of(door), CompareVerb.Of(door), CostsVerb.Of(door),
                AccountVerb.Of(door), StatementVerb.Of(door), PayVerb.Of(door), CollectVerb.Of(door),
                CommissionVerb.Of(door), LedgerVerb.Of(door), AccrueVerb.Of(door), VerifyVerb.Of(door),
            ])
            root.Subcommands.Add(verb);
        if (args.Length == 0)
        {
            root.Parse("--help").Invoke(new() { Output = door.Messages });
            return ExitCode.WrongCommand;
        }
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 || UnknownOption(args, parsed) is not null) return Wrong(door, args, root, parsed);
        (door.Json, door.Where) = (parsed.GetValue(json), parsed.GetValue(where)!);
        door.IsNamed = parsed.GetResult(where) is { Implicit: false };
        return Guard(door, () => parsed.Invoke(
            new() { Output = door.Results, Error = door.Messages, EnableDefaultExceptionHandler = false }));
    }

    private static int Wrong(Door door, string[] args, Command root, ParseResult parsed)
    {
        var verbs = root.Subcommands.Select(verb => verb.Name).ToList();
        var isVerb = verbs.Contains(args[0]);
        var own = root.Subcommands.FirstOrDefault(verb => verb.Name == args[0])?.Subcommands
            .Select(verb => verb.Name).ToList() ?? [];
        if (!isVerb && !args[0].StartsWith('-'))
            door.Say($"There is no verb {(args[0].Length > 0 ? args[0] : "of no letters")}. "
                + (Nearest.Hint(args[0], verbs) ?? $"There are {string.Join(", ", verbs)}."));
        else if (own.Count > 0 && args.Length > 1 && !args[1].StartsWith('-') && !own.Contains(args[1]))
            door.Say($"busbar {args[0]} has no {args[1]}. "
                + (Nearest.Hint(args[1], own) ?? $"It has {string.Join(", ", own)}."));
        else if (UnknownOption(args, parsed) is { } option)
            door.Say($"There is no option {option}. {Nearest.Hint(option, OptionsOf(parsed))}".TrimEnd());
        else foreach (var error in parsed.Errors) door.Say(error.Message);
        door.Say(!isVerb ? "Try busbar --help."
            : args.Length > 1 && own.Contains(args[1]) ? $"Try busbar {args[0]} {args[1]} --help."
            : $"Try busbar {args[0]} --help.");
        return ExitCode.WrongCommand;
    }

    /// <summary>A word that looks like an option and is none: an argument would swallow it.</summary>
    private static string? UnknownOption(string[] args, ParseResult parsed) => args.TakeWhile(arg => arg != "--")
        .Where(arg => arg.StartsWith("--", StringComparison.Ordinal)).Select(arg => arg.Split('=')[0])
        .FirstOrDefault(arg => !OptionsOf(parsed).Contains(arg));

    private static IEnumerable<string> OptionsOf(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options)
            .SelectMany(option => option.Aliases.Append(option.Name));

    private static int Guard(Door door, Func<int> run)
    {
        try
        {
            var code = run();
            door.Close();
            return code;
        }
        catch (IOException problem)
        {
            door.Say($"The results can't be written: {problem.Message}");
            return ExitCode.Refused;
        }
        catch (RefusedException refused)
        {
            door.Refuse(refused.Faults);
            return ExitCode.Refused;
        }
        catch (StoreUnreachableException unreachable)
        {
            door.Refuse([new("store-unreachable", unreachable.Message)]);
            return ExitCode.StoreUnreachable;
        }
        catch (OperationCanceledException)
        {
            door.Say("Interrupted. Nothing is lost or doubled: run the same command again.");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last door: what nobody expected is our fault, and is said in one sentence.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            door.Say($"Busbar made a mistake ({unexpected.GetType().Name}: {unexpected.Message})");
            door.Say("Nothing was half written. Please report it, with what BUSBAR_TRACE=1 shows in addition.");
            if (Environment.GetEnvironmentVariable("BUSBAR_TRACE") == "1") door.Say(unexpected.ToString());
            return ExitCode.OurFault;
        }
        finally
        {
            door.TryClose();
        }
    }
}
