using System.Globalization;
using System.Text;

namespace Ecom389.Monitor.Evidence;

/// <summary>The version line and named fields that begin a record.</summary>
internal sealed record WarcHead(string Version, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    /// <summary>Reads up to the empty line; null when there is none or no version line. <paramref name="length"/> includes the empty line.</summary>
    public static WarcHead? TryParse(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (!bytes.StartsWith("WARC/"u8)) return null;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return null;
        length = end + 4;
        var lines = Encoding.UTF8.GetString(bytes[..end]).Split("\r\n");
        var fields = new List<KeyValuePair<string, string>>(lines.Length);
        foreach (var line in lines.Skip(1))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t' && fields.Count > 0)
            {
                fields[^1] = new(fields[^1].Key, fields[^1].Value + " " + line.Trim());
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) return null;
            fields.Add(new(line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }

        return new(lines[0].Trim(), fields);
    }

    /// <summary>The value of Content-Length, or null when missing, doubled with another value, or no number.</summary>
    public static long? ContentLength(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        long? found = null;
        foreach (var (name, value) in fields)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) continue;
            if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || (found is { } earlier && earlier != length)) return null;
            found = length;
        }

        return found;
    }
}
