namespace Ecom389.Monitor.Tests;

/// <summary>The checkout the tests run in. Linked into every test project.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Ecom389.Monitor.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No Ecom389.Monitor.sln above {AppContext.BaseDirectory}.");
    }
}
