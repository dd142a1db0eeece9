namespace Ecom389.Monitor.Samples.Tests;

/// <summary>A fact that reads <c>../shared/data</c> beside the repository, and shows as skipped where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Folder is null)
            Skip = "../shared/data is not beside this repository";
    }

    /// <summary>The folder, or null when absent.</summary>
    public static string? Folder
    {
        get
        {
            var folder = Path.Combine(Repository.Root, "..", "shared", "data");
            return Directory.Exists(folder) ? folder : null;
        }
    }
}

/// <summary>Where the tests run from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ecom389.Monitor.sln")))
                folder = folder.Parent;
            return folder?.FullName ?? throw new DirectoryNotFoundException("Ecom389.Monitor.sln is in no parent folder.");
        }
    }
}
