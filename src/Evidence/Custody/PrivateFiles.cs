using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>Files for their owner alone: folders 0700, files 0600 where the system knows such modes.</summary>
internal static class PrivateFiles
{
    public static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a file that is not there yet, whole or not at all, synced. Throws <see cref="IOException"/> when it is there.</summary>
    public static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        var draft = path + "." + Guid.NewGuid().ToString("N");
        try
        {
            Write(draft, bytes);
            File.Move(draft, path, overwrite: false);
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Replaces a file, whole or not at all, synced.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var draft = path + "." + Guid.NewGuid().ToString("N");
        Write(draft, bytes);
        File.Move(draft, path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}
