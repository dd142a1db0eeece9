namespace Ecom389.Monitor.Learning.Tests;

/// <summary>A fact that reads the shared data beside the repository; skipped, visibly, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Folder is null) Skip = "../shared/data is not here";
    }

    /// <summary>The shared data, or null.</summary>
    public static string? Folder
    {
        get
        {
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            {
                if (!File.Exists(Path.Combine(at.FullName, "Ecom389.Monitor.sln"))) continue;
                var folder = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data"));
                return Directory.Exists(folder) ? folder : null;
            }
            return null;
        }
    }

    /// <summary>The repository's root.</summary>
    public static string Root
    {
        get
        {
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, "Ecom389.Monitor.sln"))) return at.FullName;
            throw new InvalidOperationException("The tests do not run inside the repository.");
        }
    }
}
