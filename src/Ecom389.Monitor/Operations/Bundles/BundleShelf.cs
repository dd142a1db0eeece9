using System.Globalization;
using System.Text;

namespace Ecom389.Monitor.Operations.Bundles;

/// <summary>
/// Where imported bundles lie: <c>bundles/SEQUENCE</c> of the data folder each whole, and one small file, <c>bundles/current</c>,
/// that names the one in force. Replacing that file is the whole import: before it the old one holds, after it the new one.
/// </summary>
internal static class BundleShelf
{
    public static string Root(string data) => Path.Combine(data, "bundles");

    /// <summary>The key that the first import was told to trust.</summary>
    public static string TrustedKey(string data) => Path.Combine(Root(data), "trusted.pem");

    public static string Folder(string data, long sequence) => Path.Combine(Root(data), sequence.ToString(CultureInfo.InvariantCulture));

    /// <summary>The sequence in force, or null when no bundle was imported.</summary>
    public static long? Current(string data)
    {
        var file = Path.Combine(Root(data), "current");
        return File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && Directory.Exists(Folder(data, sequence)) ? sequence : null;
    }

    /// <summary>The folder in force, or null.</summary>
    public static string? CurrentFolder(string data) => Current(data) is { } sequence ? Folder(data, sequence) : null;

    /// <summary>Puts a bundle in force that lies here whole.</summary>
    public static void Switch(string data, long sequence)
    {
        var file = Path.Combine(Root(data), "current");
        using (var fresh = new FileStream(file + ".new", FileMode.Create, FileAccess.Write))
        {
            fresh.Write(Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture) + "\n"));
            fresh.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file, overwrite: true);
    }
}
