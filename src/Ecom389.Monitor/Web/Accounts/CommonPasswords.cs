using System.Text;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>
/// Knows passwords that guessers try first (OWASP ASVS 4.0.3, 2.1.7; NIST SP 800-63B-4, 3.1.1.2): those made of pieces of the most common
/// leaked ones alone. At fifteen characters and more these are mostly strung together: <c>password123456789</c>, <c>matkhaumatkhau</c>.
/// </summary>
/// <remarks>The list is data of the assembly (<c>common-passwords.txt</c>, dated there): nobody is asked over a network which password somebody chooses.</remarks>
public sealed class CommonPasswords
{
    /// <summary>More pieces than this, chosen one by one, are a passphrase.</summary>
    private const int MostPieces = 4;

    /// <summary>A year, a birthday's digits: what people put behind or between.</summary>
    private const int MostDigits = 4;

    private const int ShortestRun = 4;

    private const char RowMark = '~';

    private readonly HashSet<string> _words;
    private readonly List<string> _rows = [];
    private readonly int _longest;

    /// <summary>Reads the assembly's list.</summary>
    public CommonPasswords()
    {
        var lines = new List<string>();
        using (var reader = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!, Encoding.UTF8))
            while (reader.ReadLine() is { } line)
                if (line.Length > 0 && line[0] != '#') lines.Add(line);
        foreach (var line in lines.Where(line => line[0] == RowMark)) _rows.AddRange([line[1..], string.Concat(line[1..].Reverse())]);
        _words = lines.Where(line => line[0] != RowMark).ToHashSet(StringComparer.Ordinal);
        _longest = _words.Max(word => word.Length);
    }

    /// <summary>Whether the password is one character or a few over and over, or made of known pieces alone; case, marks, spaces, signs and disguises (p@ssw0rd) aside.</summary>
    public bool IsCommon(string password) => IsKnown(Bare(password.ToLowerInvariant())) || IsKnown(Bare(Normaliser.Normalise(password).Folded));

    private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private bool IsKnown(string bare) => bare.Length == 0 || Repeats(bare) || Pieces(bare) <= MostPieces || Period(bare) is { } once && Pieces(once) <= 2;

    /// <summary>Up to three characters over and over.</summary>
    private static bool Repeats(string bare) => Period(bare) is { Length: <= 3 };

    /// <summary>What the text is repetitions of, the last of which may be cut short; null when of nothing shorter than half of it.</summary>
    private static string? Period(string bare)
    {
        for (var length = 1; length <= bare.Length / 2; length++)
        {
            if (bare.AsSpan(length).SequenceEqual(bare.AsSpan(0, bare.Length - length))) return bare[..length];
        }

        return null;
    }

    /// <summary>Fewest pieces that make up the text, one of them at least from the list; <see cref="int.MaxValue"/> when it is not made of such.</summary>
    private int Pieces(string text)
    {
        // For each length of the beginning: fewest pieces with and without one of the list among them.
        var (known, plain) = (new int[text.Length + 1], new int[text.Length + 1]);
        Array.Fill(known, int.MaxValue);
        Array.Fill(plain, int.MaxValue);
        plain[0] = 0;
        for (var end = 1; end <= text.Length; end++)
        {
            for (var start = end - 1; start >= 0; start--)
            {
                var fewest = Math.Min(known[start], plain[start]);
                if (fewest == int.MaxValue) continue;
                if (IsListed(text, start, end)) known[end] = Math.Min(known[end], fewest + 1);
                else if (end - start <= MostDigits && IsDigits(text, start, end))
                {
                    if (known[start] < int.MaxValue) known[end] = Math.Min(known[end], known[start] + 1);
                    if (plain[start] < int.MaxValue) plain[end] = Math.Min(plain[end], plain[start] + 1);
                }
            }
        }

        return known[^1];
    }

    private bool IsListed(string text, int start, int end) =>
        end - start <= _longest && _words.Contains(text[start..end]) || end - start >= ShortestRun && _rows.Exists(row => row.AsSpan().Contains(text.AsSpan(start, end - start), StringComparison.Ordinal));

    private static bool IsDigits(string text, int start, int end)
    {
        for (var i = start; i < end; i++)
            if (!char.IsAsciiDigit(text[i])) return false;
        return true;
    }
}
