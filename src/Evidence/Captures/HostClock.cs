using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Ecom389.Monitor.Evidence;

/// <summary>What the host knows of its own clock: zone offset, and whether and how closely the kernel keeps it to a time server.</summary>
internal static partial class HostClock
{
    // adjtimex(2): struct timex on 64-bit Linux; offset at 8, maxerror at 24, esterror at 32, status at 40; STA_UNSYNC, STA_NANO.
    private const int Unsynchronised = 0x0040;
    private const int Nanoseconds = 0x2000;

    /// <summary>One line for the warcinfo record.</summary>
    public static string Describe(TimeProvider time)
    {
        var now = time.GetUtcNow();
        var zone = time.LocalTimeZone.GetUtcOffset(now);
        var line = string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}; zone offset {(zone < TimeSpan.Zero ? '-' : '+')}{zone:hh\\:mm}");
        return line + "; " + Discipline();
    }

    private static string Discipline()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return "discipline unknown";
        var state = new byte[256];
        try
        {
            if (ReadClock(state) < 0) return "discipline unknown";
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            return "discipline unknown";
        }

        var status = BinaryPrimitives.ReadInt32LittleEndian(state.AsSpan(40));
        var offset = BinaryPrimitives.ReadInt64LittleEndian(state.AsSpan(8)) / ((status & Nanoseconds) != 0 ? 1000.0 : 1.0);
        var most = BinaryPrimitives.ReadInt64LittleEndian(state.AsSpan(24));
        return (status & Unsynchronised) != 0
            ? "the kernel holds the clock for not synchronised"
            : string.Create(CultureInfo.InvariantCulture, $"synchronised; offset {offset:0} microseconds, error at most {most} microseconds (kernel)");
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int ReadClock([Out] byte[] state);
}
