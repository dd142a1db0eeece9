using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Extraction;

namespace Ecom389.Monitor.Bench.Extract;

/// <summary>What is told from words alone - category, condition, brand, a post's price - against the listings of the development sets.</summary>
internal static class Listings
{
    public static void Measure(string folder, string? wrongOf)
    {
        var words = new Vocabulary();
        var categories = new CategoryGuesser(words);
        var conditions = new ConditionWords(words);
        var brands = new OfferedBrand(words);
        var prices = new OfferedPrice(words);
        var (category, condition, brand, price) = (new Tally(), new Tally(), new Tally(), new Tally());
        var (listings, named) = (0, 0);
        var leads = new List<(double Lead, bool Right)>();
        var intents = new OfferIntent(words);
        var intended = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines))
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            var id = row.GetProperty("id").GetString()!;
            var title = row.GetProperty("title").GetString()!;
            var description = row.GetProperty("description").GetString()!;
            listings++;
            void Compare(string field, Tally tally, string? got, string? want)
            {
                tally.Add(got is not null, string.Equals(got, want, StringComparison.OrdinalIgnoreCase), want is not null);
                if (string.Equals(wrongOf, field, StringComparison.Ordinal) && !string.Equals(got, want, StringComparison.OrdinalIgnoreCase))
                    Console.WriteLine($"  {id} got {got ?? "-"} want {want ?? "-"}: {title} | {description[..Math.Min(300, description.Length)].ReplaceLineEndings(" / ")}");
            }

            var intent = intents.Of(title, description);
            intended[intent] = intended.GetValueOrDefault(intent) + 1;
            if (string.Equals(wrongOf, "intent", StringComparison.Ordinal) && intent is not ListingIntent.Sale) Console.WriteLine($"  {id} {intent}: {title} | {description[..Math.Min(160, description.Length)].ReplaceLineEndings(" / ")}");
            var guess = categories.Guess(null, title, description);
            if (guess is not null)
            {
                named++;
                leads.Add((guess.Lead, string.Equals(guess.Id, row.GetProperty("category").GetString(), StringComparison.Ordinal)));
            }

            Compare("category", category, guess?.Id, row.GetProperty("category").GetString());
            Compare("condition", condition, conditions.InText(title, description), row.GetProperty("condition").GetString());
            if (!string.Equals(row.GetProperty("channel").GetString(), "social", StringComparison.Ordinal)) continue;
            Compare("brand", brand, brands.In(title, description), row.GetProperty("brand").GetString());
            Compare("price", price, prices.In(description)?.Amount.ToString("0", System.Globalization.CultureInfo.InvariantCulture), row.GetProperty("priceVnd") is { ValueKind: JsonValueKind.Number } vnd ? vnd.ToString() : null);
        }

        Console.WriteLine($"{listings} listings, {named} given a category\n  category  {category}\n  condition {condition}\nsocial posts, from their text\n  brand     {brand}\n  price     {price}");
        Console.WriteLine("intent: " + string.Join(", ", intended.Select(i => $"{i.Key} {i.Value}")));
        Console.WriteLine("category by lead over the next: " + string.Join(", ", leads.GroupBy(l => Math.Min(6, Math.Floor(l.Lead))).OrderBy(g => g.Key).Select(g => FormattableString.Invariant($"{g.Key:0}+ {(double)g.Count(l => l.Right) / g.Count():0.000} of {g.Count()}"))));
    }
}
