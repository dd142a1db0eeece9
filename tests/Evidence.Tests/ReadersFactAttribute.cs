using System.Diagnostics;

namespace Ecom389.Monitor.Evidence.Tests;

/// <summary>A test that needs the independent readers of scripts/evidence-readers.sh; skipped, visibly, where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadersFactAttribute : FactAttribute
{
    public ReadersFactAttribute(bool chromium = false)
    {
        if (Readers.Folder is null) Skip = "warcio, js-wacz and ReplayWeb.page are not installed: scripts/evidence-readers.sh";
        else if (chromium && Readers.Chromium is null) Skip = "no Chromium on this machine: apt-get install chromium, or set ECOM389_CHROMIUM";
    }
}

/// <summary>Programs that read WARC and WACZ and are not ours.</summary>
internal static class Readers
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    /// <summary>Where they are installed, or null.</summary>
    public static string? Folder { get; } = Path.Combine(Repository.Root, "artifacts", "npm", "evidence-readers") is var folder
        && Directory.Exists(Path.Combine(folder, "node_modules", "warcio")) && File.Exists(Path.Combine(folder, "check-warc.mjs")) && File.Exists(Path.Combine(folder, "replaywebpage", "sw.js")) ? folder : null;

    public static string? Chromium { get; } =
        Environment.GetEnvironmentVariable("ECOM389_CHROMIUM") is { Length: > 0 } named && File.Exists(named) ? named : Browsers.FirstOrDefault(File.Exists);

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
