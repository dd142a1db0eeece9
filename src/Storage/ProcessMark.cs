using System.Diagnostics;
using System.Globalization;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// Names the running process so that another one can tell whether it still runs: <c>machine/pid/start</c>. With it, what a
/// killed process had leased is free at once instead of when its lease ends.
/// </summary>
internal static class ProcessMark
{
    public static string Current()
    {
        using var process = Process.GetCurrentProcess();
        return Of(process);
    }

    /// <summary>True only when it is certain: same machine, and no such process any more.</summary>
    public static bool IsGone(string mark)
    {
        var parts = mark.Split('/');
        if (parts.Length != 3 || !string.Equals(parts[0], Environment.MachineName, StringComparison.Ordinal)) return false;
        if (!int.TryParse(parts[1], CultureInfo.InvariantCulture, out var id)) return false;
        try
        {
            using var process = Process.GetProcessById(id);
            return !string.Equals(Of(process), mark, StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is ending, or belongs to somebody else: not certain.
            return false;
        }
    }

    // Seconds: the start is computed from the boot time and may differ by a little each time it is asked for.
    private static string Of(Process process) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.MachineName}/{process.Id}/{new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds() / 10}");
}
