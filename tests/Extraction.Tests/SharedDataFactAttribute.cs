namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>A test on the shared real data beside the repository; visible as skipped where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null) Skip = "The shared data (../shared/data beside the repository) are not here.";
    }
}

/// <summary>Where the shared data lie.</summary>
internal static class SharedData
{
    /// <summary>The folder <c>real</c>, or null when it is absent.</summary>
    public static string? Folder { get; } = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Folder!, .. parts]);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "Ecom389.Monitor.sln"))) continue;
            var real = System.IO.Path.Combine(folder.FullName, "..", "shared", "data", "real");
            return Directory.Exists(real) ? real : null;
        }

        return null;
    }
}
