using System.Globalization;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Registry;
using Ecom389.Monitor.Operations.Bundles;

namespace Ecom389.Monitor.Pipeline;

/// <summary>
/// The list in force as files of the data folder: what scoring reads, so that <c>score</c> and a machine without the store know it too
/// (copying the two files is enough). The store stays the truth: an import writes there first.
/// </summary>
internal static class RegistrySeed
{
    private const string Devices = "certified-devices.csv";
    private const string ListDate = "certified-devices.date";

    /// <summary>Writes the list, whole or not at all.</summary>
    public static async Task WriteAsync(Installation installation, CertifiedDeviceList list, IReadOnlyList<CertifiedDevice> devices, CancellationToken cancellation)
    {
        Directory.CreateDirectory(installation.Data);
        await ReplaceAsync(Path.Combine(installation.Data, Devices), RegistryFile.Write(devices), cancellation);
        await ReplaceAsync(Path.Combine(installation.Data, ListDate), list.ListDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "\n", cancellation);
    }

    /// <summary>The list in force, or null where none was imported: of the imported one and a bundle's, the one of the later date.</summary>
    /// <exception cref="InvalidInputException">The file was changed by hand and cannot be read.</exception>
    public static CertifiedDevices? Load(Installation installation)
    {
        if (FilesInForce(installation) is not [var path, ..]) return null;
        var text = File.ReadAllText(path);
        var devices = RegistryFile.Read(text, path);
        return new(new(Guid.Empty, DateOf(path), default, "", Devices, ContentHash.Of(text), devices.Count), devices);
    }

    /// <summary>The files of the list in force, the list first; none where there is no list.</summary>
    public static IReadOnlyList<string> FilesInForce(Installation installation)
    {
        string[] folders = BundleShelf.CurrentFolder(installation.Data) is { } bundle ? [installation.Data, Path.Combine(bundle, "registry")] : [installation.Data];
        var list = folders.Select(folder => Path.Combine(folder, Devices)).Where(File.Exists).OrderByDescending(DateOf).FirstOrDefault();
        return list is null ? [] : [.. new[] { list, DayFile(list) }.Where(File.Exists)];
    }

    private static DateOnly DateOf(string list) =>
        File.Exists(DayFile(list)) && DateOnly.TryParseExact(File.ReadAllText(DayFile(list)).Trim(), "yyyy-MM-dd", out var written) ? written : DateOnly.FromDateTime(File.GetLastWriteTimeUtc(list));

    private static string DayFile(string list) => Path.Combine(Path.GetDirectoryName(list)!, ListDate);

    private static async Task ReplaceAsync(string path, string text, CancellationToken cancellation)
    {
        var fresh = path + ".new";
        await File.WriteAllTextAsync(fresh, text, cancellation);
        File.Move(fresh, path, overwrite: true);
    }
}
