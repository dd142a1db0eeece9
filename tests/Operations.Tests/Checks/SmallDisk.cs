using System.Diagnostics;

namespace Ecom389.Monitor.Operations.Tests.Checks;

/// <summary>A disk of a few megabytes (tmpfs), for tests that fill it. Needs root; elsewhere its tests are skipped, visibly.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Why there is none, or null.</summary>
    public static string? Missing { get; } = Find();

    public static SmallDisk Make(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("ecom389-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path) is { } problem) throw new InvalidOperationException(problem);
        return new(path);
    }

    public void Remount(string options)
    {
        if (Run("mount", "-o", "remount," + options, Path) is { } problem) throw new InvalidOperationException(problem);
    }

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") return "mounting a small disk needs root on Linux";
        var path = Directory.CreateTempSubdirectory("ecom389-disk-").FullName;
        try
        {
            var problem = Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path);
            if (problem is null) Run("umount", path);
            return problem is null ? null : "no small disk can be mounted here: " + problem;
        }
        finally
        {
            Directory.Delete(path);
        }
    }

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}

/// <summary>A test on a small disk; skipped, visibly, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.Missing;
}
