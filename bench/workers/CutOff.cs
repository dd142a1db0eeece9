using System.Diagnostics;

namespace Ecom389.Monitor.Bench.Workers;

/// <summary>A network namespace with one cable to this machine, which can be pulled. Needs root and iproute2.</summary>
internal sealed class CutOff : IDisposable
{
    private const string Name = "ecom389w";

    /// <summary>This machine's end.</summary>
    public const string Here = "10.213.7.1";

    private CutOff() => Remove();

    /// <summary>Words before a program that is to run in there.</summary>
    public static string[] Inside => ["ip", "netns", "exec", Name];

    public static CutOff Make()
    {
        var made = new CutOff();
        Run("ip", "netns", "add", Name);
        Run("ip", "link", "add", Name + "0", "type", "veth", "peer", "name", Name + "1");
        Run("ip", "link", "set", Name + "1", "netns", Name);
        Run("ip", "addr", "add", Here + "/30", "dev", Name + "0");
        Run("ip", "link", "set", Name + "0", "up");
        Run("ip", "netns", "exec", Name, "ip", "addr", "add", "10.213.7.2/30", "dev", Name + "1");
        Run("ip", "netns", "exec", Name, "ip", "link", "set", Name + "1", "up");
        Run("ip", "netns", "exec", Name, "ip", "link", "set", "lo", "up");
        return made;
    }

    public static void Pull() => Run("ip", "link", "set", Name + "0", "down");

    public static void PlugIn() => Run("ip", "link", "set", Name + "0", "up");

    public void Dispose() => Remove();

    private static void Remove()
    {
        TryRun("ip", "link", "del", Name + "0");
        TryRun("ip", "netns", "del", Name);
    }

    private static void Run(string program, params string[] words)
    {
        if (TryRun(program, words) is var code and not 0) throw new InvalidOperationException($"{program} {string.Join(' ', words)}: exit {code}");
    }

    private static int TryRun(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in words) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
