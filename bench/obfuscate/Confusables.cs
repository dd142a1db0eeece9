using System.Globalization;

namespace Ecom389.Monitor.Bench.Obfuscate;

/// <summary>
/// Letters that look like Latin ones, read from a file in the format of UTS 39's confusables.txt. Nothing of that file is kept in
/// the repository. ASCII sources (1 for l) belong to leetspeak and are left out.
/// </summary>
internal sealed class Confusables
{
    private readonly Dictionary<char, List<string>> _doubles = [];

    /// <summary>Letters that have at least one double.</summary>
    public int Count => _doubles.Count;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Confusables Read(string path)
    {
        var table = new Confusables();
        foreach (var line in File.ReadLines(path))
        {
            var parts = line.Split(';', 3);
            if (line.StartsWith('#') || parts.Length < 3) continue;
            if (Points(parts[0]) is not [var source] || Points(parts[1]) is not [var target]) continue;
            if (source < 0x80 || target is not (>= 'a' and <= 'z' or >= 'A' and <= 'Z')) continue;
            // The prototype of I and | is l: an I-like double would be read as either.
            table.Add(char.ToLowerInvariant((char)target), char.ConvertFromUtf32(source));
        }
        return table;
    }

    /// <summary>A double of a lower-case letter, or null where there is none.</summary>
    public string? Of(char letter, Random random) => _doubles.TryGetValue(letter, out var list) ? list[random.Next(list.Count)] : null;

    private void Add(char letter, string twin)
    {
        if (!_doubles.TryGetValue(letter, out var list)) _doubles.Add(letter, list = []);
        list.Add(twin);
    }

    private static int[] Points(string field) =>
        [.. field.Trim('\uFEFF', ' ', '\t').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static hex => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
}
