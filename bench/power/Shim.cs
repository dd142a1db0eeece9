using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ecom389.Monitor.Bench.Power;

/// <summary>The shim that watches what programs ask of the disk, compiled once from shim.c by the system's C compiler.</summary>
internal static class Shim
{
    /// <summary>Why there can be none here, or null.</summary>
    public static string? Missing => !OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 ? "the shim is for glibc on Linux, 64 bits"
        : Run("gcc", ["--version"]) is { } problem ? "no C compiler (apt-get install gcc libc6-dev): " + problem
        : null;

    /// <summary>Compiles it into a folder.</summary>
    /// <exception cref="InvalidOperationException">The compiler refused it.</exception>
    public static string Build(string folder)
    {
        var to = Path.Combine(folder, "power-shim.so");
        if (Run("gcc", ["-std=gnu11", "-O2", "-Wall", "-Werror", "-fPIC", "-shared", "-o", to, Path.Combine(AppContext.BaseDirectory, "shim.c"), "-ldl", "-lpthread"]) is { } problem) throw new InvalidOperationException(problem);
        return to;
    }

    /// <summary>What a process is to be started with so that it is watched.</summary>
    public static void Watch(ProcessStartInfo start, string shim, string root, string journal)
    {
        start.Environment["LD_PRELOAD"] = shim;
        start.Environment["POWER_ROOT"] = root;
        start.Environment["POWER_JOURNAL"] = journal;
    }

    private static string? Run(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEnd();
            said.Wait();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
