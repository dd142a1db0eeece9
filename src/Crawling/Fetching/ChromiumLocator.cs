namespace Ecom389.Monitor.Crawling;

/// <summary>Finds the system's Chromium: the variable <c>ECOM389_CHROMIUM</c>, else the <c>PATH</c>, else the usual places of Debian, Ubuntu, macOS and Windows.</summary>
public static class ChromiumLocator
{
    /// <summary>The environment variable that names the program.</summary>
    public const string Variable = "ECOM389_CHROMIUM";

    // The same names, in the same order, as scripts/prerequisites.sh looks for.
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
        "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

    /// <summary>The program's path, or null. A variable that is set and wrong yields null: what was asked for is not there.</summary>
    public static string? Find() => Find(Environment.GetEnvironmentVariable, File.Exists);

    internal static string? Find(Func<string, string?> environment, Func<string, bool> exists)
    {
        if (environment(Variable) is { Length: > 0 } named) return exists(named) ? named : null;
        var folders = (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in Names)
            foreach (var folder in folders)
                if (exists(Path.Combine(folder, name))) return Path.Combine(folder, name);
        foreach (var place in Places)
            if (exists(place)) return place;
        foreach (var root in (ReadOnlySpan<string>)["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"])
        {
            if (environment(root) is not { Length: > 0 } folder) continue;
            var program = Path.Combine(folder, "Google", "Chrome", "Application", "chrome.exe");
            if (exists(program)) return program;
        }

        return null;
    }
}
