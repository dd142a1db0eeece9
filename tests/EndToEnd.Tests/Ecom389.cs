using System.Diagnostics;
using System.Text;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>What a run of the program left.</summary>
internal sealed record RunResult(int Exit, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the real program as a user's shell would.</summary>
internal static class Ecom389
{
    /// <summary>The program as built with the tests, in the same configuration.</summary>
    public static string Program
    {
        get
        {
            // artifacts/bin/<project>/<configuration>/
            var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(Repository.Root, "artifacts", "bin", "Ecom389.Monitor", configuration, "ecom389");
        }
    }

    /// <param name="arguments">As on the command line.</param>
    /// <param name="input">Standard input, or null for none.</param>
    /// <param name="folder">Current folder; null for the repository's root.</param>
    /// <param name="variable">An environment variable set for the run, or null.</param>
    public static async Task<RunResult> RunAsync(string[] arguments, string? input = null, string? folder = null, (string Name, string Value)? variable = null)
    {
        using var process = Start(arguments, folder, variable);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(string[] arguments, string? folder = null, (string Name, string Value)? variable = null)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        // A shell that runs tests in the background ignores Ctrl-C, and who is started by one inherits that; a user's terminal does not.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", Program, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = folder ?? Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        if (variable is { } set) start.Environment[set.Name] = set.Value;
        return Process.Start(start) ?? throw new InvalidOperationException("the program did not start");
    }
}

/// <summary>A folder of its own for a test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ecom389-e2e-").FullName;

    public string File(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
