namespace Ecom389.Monitor.Evidence.Tests;

/// <summary>A test that reads the shared data beside the repository; skipped, visibly, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Root is null) Skip = "../shared/data is absent";
    }
}

internal static class SharedData
{
    public static string? Root { get; } = Repository.Folder is { } folder && Path.GetFullPath(Path.Combine(folder, "..", "shared", "data")) is var data && Directory.Exists(data) ? data : null;

    public static string PathOf(string relative) => Path.Combine(Root!, relative);
}

internal static class Repository
{
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Ecom389.Monitor.sln"))) return folder.FullName;
        return null;
    }
}
