using System.Globalization;

namespace Ecom389.Monitor.Detection.Products;

/// <summary>Reads the storage behind a product's name: "128gb", "8/256", "1TB", "12GB-512GB".</summary>
internal static class StorageReader
{
    private const int Reach = 14;

    /// <summary>Below this a figure beside another may be memory.</summary>
    private const int LeastStorage = 64;
    private static readonly int[] Sizes = [16, 32, 64, 128, 240, 250, 256, 480, 500, 512, 960, 1000, 1024, 2048, 4096];

    /// <summary>
    /// The storage named within reach, in gigabytes (1 TB is 1024), or null. Of memory and storage ("8/256") the larger; of several
    /// storages to choose from ("500GB 1TB") the least, which is the one a "from" price is of.
    /// </summary>
    public static int? Read(ReadOnlySpan<char> text, List<TitleToken> tokens, int from)
    {
        int? best = null;
        for (var i = from; i < tokens.Count && i < from + Reach; i++)
        {
            if (!int.TryParse(text[tokens[i].Start..tokens[i].End], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
            var unit = i + 1 < tokens.Count && !tokens[i + 1].Break ? text[tokens[i + 1].Start..tokens[i + 1].End] : default;
            if (unit is "tb" or "t" && number is >= 1 and <= 8) number *= 1024;
            else if (unit is "mah" or "w" or "mp" or "hz" or "mb" or "k" or "tr" or "px" or "%" or "inch" or "mm") continue;
            else if (unit is not ("gb" or "g" or "gib") && number is 16 or 240 or 250 or 480 or 500 or 960 or 1000) continue;
            if (Array.IndexOf(Sizes, number) < 0) continue;
            if (number == 1000) number = 1024;
            if (best is not { } known || (known < LeastStorage ? number > known : number >= LeastStorage && number < known)) best = number;
        }
        return best;
    }
}
