using System.Diagnostics;

namespace Busbar.Tests.Cli;

/// <summary>Runs the program as a process of its own, as a user does.</summary>
internal static class Processes
{
    /// <summary>How it is started in a folder.</summary>
    public static ProcessStartInfo StartInfo(string folder, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Busbar.Cli.dll"));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        return start;
    }

    /// <summary>Runs it to its end.</summary>
    public static Printed Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var messages = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var results = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, results, messages.Result);
    }

    /// <summary>Runs it and kills it after a while; true when it had ended before.</summary>
    public static bool RunAndKill(ProcessStartInfo start, TimeSpan after)
    {
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExit(after);
        if (!ended) process.Kill();
        process.WaitForExit();
        return ended;
    }
}
