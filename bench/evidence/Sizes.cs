using Ecom389.Monitor.Evidence;

namespace Ecom389.Monitor.Bench.Evidence;

/// <summary>What an archive takes on disk.</summary>
internal static class Sizes
{
    public static (long Warc, long Index) Of(string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
        var warc = files.Where(file => file.Name.EndsWith(".warc.gz", StringComparison.Ordinal)).Sum(file => file.Length);
        return (warc, files.Sum(file => file.Length) - warc);
    }

    /// <summary>Records by type, of the first file.</summary>
    public static IEnumerable<(string Type, int Count, long Bytes)> ByType(string folder)
    {
        using var reader = WarcFileReader.Open(Path.Combine(folder, WarcFolder.Files(folder)[0].Name));
        return [.. reader.ReadToEnd(CancellationToken.None).GroupBy(entry => entry.Type, StringComparer.Ordinal).Select(group => (group.Key, group.Count(), group.Sum(entry => entry.Length)))];
    }

    public static double Percentile(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
    }
}
