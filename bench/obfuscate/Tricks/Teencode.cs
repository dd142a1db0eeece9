namespace Ecom389.Monitor.Bench.Obfuscate.Tricks;

/// <summary>Chat spellings: whole words that everyone shortens, and letters that stand for others (ph → f, ng → g, b → p).</summary>
internal static class Teencode
{
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["không"] = ["ko", "k", "kh", "hok", "hông", "khum", "kg", "k0"],
        ["được"] = ["đc", "dc"],
        ["hàng"] = ["hàg", "hànq", "hagf"],
        ["giá"] = ["zá", "gía"],
        ["bán"] = ["pán", "bánn", "báng"],
        ["điện"] = ["đ.iện"],
        ["thoại"] = ["thọai"],
        ["nhiều"] = ["nhìu"],
        ["rồi"] = ["rùi"],
        ["với"] = ["vs"],
        ["quá"] = ["wá", "qá"],
        ["gì"] = ["j", "zì"],
        ["người"] = ["ngừi"],
        ["biết"] = ["bít", "bik"],
        ["thích"] = ["thik"],
        ["mọi"] = ["mọj"],
        ["đơn"] = ["đ0n"],
        ["hóa"] = ["hoá"],
        ["hoá"] = ["hóa"],
        ["chứng"] = ["chứg"],
        ["đăng"] = ["đăg"],
        ["ký"] = ["kí"],
        ["chính"] = ["chíh"],
        ["inbox"] = ["ib", "inb"],
    };

    private static readonly (string From, string To)[] Openings = [("ph", "f"), ("qu", "w"), ("gi", "z"), ("c", "k"), ("b", "p"), ("d", "z")];
    private static readonly (string From, string To)[] Endings = [("ng", "g"), ("nh", "h"), ("ch", "k")];

    /// <summary>A chat spelling of the word, or the word.</summary>
    public static string Respell(string word, Random random)
    {
        if (Words.TryGetValue(word, out var known)) return known[random.Next(known.Length)];
        // Chat spelling is of Vietnamese words: nobody writes zell for Dell.
        if (word.All(char.IsAscii)) return word;
        var able = new List<string>();
        foreach (var (from, to) in Openings)
        {
            if (word.StartsWith(from, StringComparison.OrdinalIgnoreCase) && word.Length > from.Length + 1 && !"hH".Contains(word[from.Length])) able.Add(to + word[from.Length..]);
        }
        foreach (var (from, to) in Endings)
        {
            if (word.EndsWith(from, StringComparison.OrdinalIgnoreCase) && word.Length > from.Length + 1) able.Add(word[..^from.Length] + to);
        }
        return able.Count == 0 ? word : able[random.Next(able.Count)];
    }
}
