using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>Files others may read, written whole or not at all and synced.</summary>
internal static class PublicFiles
{
    /// <summary>Throws <see cref="IOException"/> when the file is there already.</summary>
    public static void WriteNew(string path, ReadOnlySpan<byte> bytes) => Write(path, bytes, overwrite: false);

    public static void Replace(string path, ReadOnlySpan<byte> bytes) => Write(path, bytes, overwrite: true);

    private static void Write(string path, ReadOnlySpan<byte> bytes, bool overwrite)
    {
        var draft = path + "." + Guid.NewGuid().ToString("N") + ".draft";
        try
        {
            using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite);
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
