using System.Globalization;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Registry;

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

    /// <summary>The list in force, or null where none was imported.</summary>
    /// <exception cref="InvalidInputException">The file was changed by hand and cannot be read.</exception>
    public static CertifiedDevices? Load(Installation installation)
    {
        var path = Path.Combine(installation.Data, Devices);
        if (!File.Exists(path)) return null;
        var text = File.ReadAllText(path);
        var day = Path.Combine(installation.Data, ListDate);
        var listDate = File.Exists(day) && DateOnly.TryParseExact(File.ReadAllText(day).Trim(), "yyyy-MM-dd", out var written) ? written : DateOnly.FromDateTime(File.GetLastWriteTimeUtc(path));
        var devices = RegistryFile.Read(text, path);
        return new(new(Guid.Empty, listDate, default, "", Devices, ContentHash.Of(text), devices.Count), devices);
    }

    private static async Task ReplaceAsync(string path, string text, CancellationToken cancellation)
    {
        var fresh = path + ".new";
        await File.WriteAllTextAsync(fresh, text, cancellation);
        File.Move(fresh, path, overwrite: true);
    }
}
