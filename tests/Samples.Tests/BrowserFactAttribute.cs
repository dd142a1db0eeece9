namespace Ecom389.Monitor.Samples.Tests;

/// <summary>A fact that needs the system's Chromium, and shows as skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium is null)
            Skip = "no Chromium on this machine";
    }

    /// <summary>Path of the browser, or null.</summary>
    public static string? Chromium { get; } = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
}
