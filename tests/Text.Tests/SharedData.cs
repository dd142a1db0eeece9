namespace Ecom389.Monitor.Text.Tests;

/// <summary>The data that lies beside the repository and never enters it.</summary>
internal static class SharedData
{
    /// <summary>The folder, or null where it is absent.</summary>
    public static string? Folder { get; } = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Folder!, .. parts]);

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(at.FullName, "Ecom389.Monitor.sln"))) continue;
            var folder = System.IO.Path.GetFullPath(System.IO.Path.Combine(at.FullName, "..", "shared", "data"));
            return Directory.Exists(folder) ? folder : null;
        }
        return null;
    }
}

/// <summary>A fact that needs the shared data; where they are absent it is counted as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null) Skip = "The folder ../shared/data beside the repository is absent.";
    }
}
