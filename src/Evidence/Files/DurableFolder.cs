using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Ecom389.Monitor.Evidence.Files;

/// <summary>
/// Makes the names in a folder last: flushing a file keeps its bytes, and POSIX (fsync, "Rationale") leaves it to the file system whether its
/// name is kept with them; found by <c>bench/power</c>, which lost whole archive files that way. On Windows names are journaled
/// by the file system and nothing is done.
/// </summary>
public static class DurableFolder
{
    /// <summary>Flushes the folder: files made, renamed and deleted in it by now stay so. Throws <see cref="IOException"/> when it cannot.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        // .NET opens no folders.
        var handle = Library.Open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
        if (handle < 0) throw Failed(folder);
        try
        {
            if (Library.Sync(handle) != 0) throw Failed(folder);
        }
        finally
        {
            _ = Library.Close(handle);
        }
    }

    /// <summary>Makes a folder and those above it, where they are missing, to last.</summary>
    public static void Make(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(Path.GetFullPath(folder));
        if (parent is not null) Make(parent);
        Directory.CreateDirectory(folder);
        if (parent is not null) Flush(parent);
    }

    private static IOException Failed(string folder) => new($"{folder}: cannot be flushed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    /// <summary>
    /// The C library as the whole process sees it, not as one file of that name: a library put before it (LD_PRELOAD), as bench/power
    /// does to see what is flushed, counts.
    /// </summary>
    private static class Library
    {
        public static readonly OpenFolder Open = Find<OpenFolder>("open");
        public static readonly OnHandle Sync = Find<OnHandle>("fsync");
        public static readonly OnHandle Close = Find<OnHandle>("close");

        [UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)]
        public delegate int OpenFolder(byte[] path, int flags);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)]
        public delegate int OnHandle(int handle);

        private static T Find<T>(string name)
            where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), name));
    }
}
