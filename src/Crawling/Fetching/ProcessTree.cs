using System.Globalization;

namespace Ecom389.Monitor.Crawling;

/// <summary>What the descendants of a process hold in memory, by the kernel's account.</summary>
internal static class ProcessTree
{
    /// <summary>Resident bytes of all descendants of a process, shared pages counted in each; 0 where the system does not tell (no /proc).</summary>
    public static long DescendantBytes(int root)
    {
        if (!Directory.Exists("/proc")) return 0;
        var processes = new Dictionary<int, (int Parent, long Bytes)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var id) && Read(folder) is { } process) processes[id] = process;
        return processes.Where(pair => pair.Key != root && Descends(pair.Key)).Sum(pair => pair.Value.Bytes);

        bool Descends(int id)
        {
            // Bounded: a table read while processes come and go may hold a circle.
            for (var steps = 0; steps < 64 && processes.TryGetValue(id, out var process); steps++)
            {
                if (process.Parent == root) return true;
                id = process.Parent;
            }

            return false;
        }
    }

    private static (int Parent, long Bytes)? Read(string folder)
    {
        try
        {
            // "pid (name) state parent ...": the name may hold anything, the last parenthesis ends it. Resident pages are field 24.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[21], CultureInfo.InvariantCulture) * Environment.SystemPageSize);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            // Gone in the meantime, or not ours to see.
            return null;
        }
    }
}
