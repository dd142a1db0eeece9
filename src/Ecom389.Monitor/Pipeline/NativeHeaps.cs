using System.Runtime.InteropServices;

namespace Ecom389.Monitor.Pipeline;

/// <summary>
/// What SQLite, zlib and TLS take outside the managed heap. glibc gives each thread a heap of its own, up to eight a core, and each keeps what
/// was once needed in it: in a scan with many threads on two cores 35 MB more than two shared ones, growing with its length (mallopt(3), M_ARENA_MAX).
/// </summary>
internal static class NativeHeaps
{
    // malloc.h of glibc.
    private const int ArenaMax = -8;

    /// <summary>Has threads that begin from now on share a heap a core. Without effect where the C library is not glibc.</summary>
    public static void Share()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = SetOption(ArenaMax, Math.Max(2, Environment.ProcessorCount));
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library: it has heaps of its own kind.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
