namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>A test that needs Chromium; skipped, visibly, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (ChromiumLocator.Find() is null) Skip = "no Chromium on this machine";
    }
}
