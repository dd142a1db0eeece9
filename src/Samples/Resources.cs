using System.Reflection;

namespace Ecom389.Monitor.Samples;

/// <summary>Embedded files by their path in the project, <c>Data/x.jsonl</c> or <c>Marketplace/Pages/item.html</c>.</summary>
internal static class Resources
{
    private static readonly Assembly Home = typeof(Resources).Assembly;

    public static bool Exists(string path) => Home.GetManifestResourceInfo(path) is not null;

    public static IEnumerable<string> In(string folder) =>
        Home.GetManifestResourceNames().Where(n => n.StartsWith(folder + '/', StringComparison.Ordinal));

    public static string Text(string path)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(path) ?? throw new FileNotFoundException(path));
        return reader.ReadToEnd();
    }
}
