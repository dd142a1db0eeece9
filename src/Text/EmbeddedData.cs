using System.Reflection;

namespace Ecom389.Monitor.Text;

/// <summary>The data files of this project.</summary>
internal static class EmbeddedData
{
    /// <summary>Lines that say something, trimmed: no blank lines, no comments.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly carries no {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            line = line.Trim();
            if (line.Length > 0 && line[0] != '#') yield return line;
        }
    }
}
