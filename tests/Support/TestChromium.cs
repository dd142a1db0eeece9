namespace Ecom389.Monitor.Tests;

/// <summary>The browser that tests look through: <c>ECOM389_CHROMIUM</c>, else where the systems install it.</summary>
internal static class TestChromium
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium"];

    /// <summary>The program, or null where none is installed.</summary>
    public static string? Executable { get; } =
        Environment.GetEnvironmentVariable("ECOM389_CHROMIUM") is { Length: > 0 } named && File.Exists(named) ? named : Places.FirstOrDefault(File.Exists);

    /// <summary>Why a test that needs it is skipped; null where it is there.</summary>
    public static string? Missing => Executable is null ? "no Chromium on this machine: apt-get install chromium, or set ECOM389_CHROMIUM" : null;
}

/// <summary>A test that needs Chromium; skipped, visibly, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = TestChromium.Missing;
}
