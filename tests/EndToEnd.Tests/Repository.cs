using System.Runtime.CompilerServices;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>Where the checkout and the shared data beside it lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The program as built with the tests, in the same configuration.</summary>
    public static string Program
    {
        get
        {
            // artifacts/bin/<project>/<configuration>/
            var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(Root, "artifacts", "bin", "Ecom389.Monitor", configuration, "ecom389");
        }
    }

    public static string? SharedData { get; } = Directory.Exists(Path.Combine(Root, "..", "shared", "data")) ? Path.GetFullPath(Path.Combine(Root, "..", "shared", "data")) : null;

    private static string Find([CallerFilePath] string here = "")
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Ecom389.Monitor.sln"))) return folder.FullName;
        throw new InvalidOperationException($"no Ecom389.Monitor.sln above {AppContext.BaseDirectory} ({Path.GetFileName(here)})");
    }
}

/// <summary>A test on the shared data sets; counted as skipped, visibly, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Repository.SharedData is null) Skip = "../shared/data is not beside the repository";
    }
}
