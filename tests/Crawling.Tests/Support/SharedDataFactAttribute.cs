namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>A test that reads the shared data beside the repository; skipped, visibly, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Root is null) Skip = "../shared/data is absent";
    }
}

/// <summary>A test that needs Chromium; skipped, visibly, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (ChromiumLocator.Find() is null) Skip = "no Chromium on this machine";
    }
}

internal static class SharedData
{
    public static string? Root { get; } = Find();

    public static string PathOf(string relative) => Path.Combine(Root!, relative);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Ecom389.Monitor.sln"))) continue;
            var data = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data"));
            return Directory.Exists(data) ? data : null;
        }

        return null;
    }
}
