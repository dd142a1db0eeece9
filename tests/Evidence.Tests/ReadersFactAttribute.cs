using System.Diagnostics;

namespace Ecom389.Monitor.Evidence.Tests;

/// <summary>A test that needs the independent readers of scripts/evidence-readers.sh; skipped, visibly, where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadersFactAttribute : FactAttribute
{
    public ReadersFactAttribute(bool chromium = false)
    {
        if (Readers.Folder is null) Skip = "warcio, js-wacz and ReplayWeb.page are not installed: scripts/evidence-readers.sh";
        else if (chromium) Skip = TestChromium.Missing;
    }
}

/// <summary>Programs that read WARC and WACZ and are not ours.</summary>
internal static class Readers
{
    /// <summary>Where they are installed, or null.</summary>
    public static string? Folder { get; } = Path.Combine(Repository.Root, "artifacts", "npm", "evidence-readers") is var folder
        && Directory.Exists(Path.Combine(folder, "node_modules", "warcio")) && File.Exists(Path.Combine(folder, "check-warc.mjs")) && File.Exists(Path.Combine(folder, "replaywebpage", "sw.js")) ? folder : null;

    /// <summary>Runs a script of theirs with node; exit code, standard output, standard error.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder!, script), .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
