namespace Ecom389.Monitor.Evidence;

/// <summary>A WARC file of an archive folder.</summary>
/// <param name="Name">File name.</param>
/// <param name="Length">Bytes now.</param>
/// <param name="IsOpen">A writer has not closed it: one at work, or one that died and whose file is mended when the archive is next opened.</param>
public sealed record WarcFileInfo(string Name, long Length, bool IsOpen);

/// <summary>The files of an archive folder, by name, which is the order they were begun in for each class and worker.</summary>
public static class WarcFolder
{
    /// <summary>Stands beside a WARC file while a writer has it open.</summary>
    public const string OpenMark = ".open";

    /// <summary>Lists <c>*.warc.gz</c> and <c>*.warc</c>; empty when there is no such folder.</summary>
    public static IReadOnlyList<WarcFileInfo> Files(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return [.. new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => file.Name.EndsWith(".warc.gz", StringComparison.Ordinal) || file.Name.EndsWith(".warc", StringComparison.Ordinal))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new WarcFileInfo(file.Name, file.Length, File.Exists(file.FullName + OpenMark)))];
    }
}
