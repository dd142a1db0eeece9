using System.Globalization;
using System.Text.Json;

namespace Ecom389.Monitor.Text.Tests;

/// <summary>Figures on the real data beside the repository. Each prints what it missed.</summary>
[Trait("Category", "SharedData")]
public sealed class SharedDataTests
{
    [SharedDataFact]
    public void Vietnamese_price_strings_are_read() => Assert.InRange(PriceAccuracy("vn-prices.jsonl"), 0.98, 1);

    [SharedDataFact]
    public void Price_strings_of_the_world_are_read() => Assert.InRange(PriceAccuracy("prices.jsonl"), 0.97, 1);

    [SharedDataFact]
    public void Phone_numbers_of_the_collection_are_read()
    {
        foreach (var row in Rows("real", "vn-phone", "phones.jsonl"))
        {
            var expected = row.GetProperty("e164");
            string[] numbers = expected.ValueKind == JsonValueKind.Array ? [.. expected.EnumerateArray().Select(static e => e.GetString()!)] : [expected.GetString()!];
            Assert.Equal(string.Join(' ', numbers), string.Join(' ', PhoneReader.Find(row.GetProperty("text").GetString()!).Select(static p => p.E164)));
        }
    }

    [SharedDataFact]
    public void Price_texts_of_labelled_listings_are_read()
    {
        var (right, all) = (0, 0);
        foreach (var file in Directory.GetFiles(SharedData.PathOf("listings"), "dev-*.jsonl"))
        {
            foreach (var row in Rows("listings", Path.GetFileName(file)))
            {
                if (row.GetProperty("priceText").GetString() is not { Length: > 0 } text) continue;
                var expected = row.GetProperty("priceVnd") is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : (decimal?)null;
                all++;
                if (PriceReader.Read(text, "VND")?.Amount == expected) right++;
            }
        }
        Assert.InRange((double)right / all, 0.98, 1);
    }

    [SharedDataFact]
    public void Real_listings_normalise_to_themselves_and_lead_back()
    {
        foreach (var file in Directory.GetFiles(SharedData.PathOf("listings"), "dev-*.jsonl"))
        {
            foreach (var row in Rows("listings", Path.GetFileName(file)))
            {
                var text = row.GetProperty("description").GetString() ?? "";
                var normalised = Normaliser.Normalise(text);
                Assert.Equal(normalised.Value, Normaliser.Normalise(normalised.Value).Value);
                if (normalised.Value.Length > 0) Assert.InRange(normalised.ToOriginal(0, normalised.Value.Length).End, 1, text.Length);
            }
        }
    }

    private static double PriceAccuracy(string file)
    {
        var (right, all) = (0, 0);
        var missed = new List<string>();
        foreach (var row in Rows("real", "price-strings", file))
        {
            if (row.TryGetProperty("knownHard", out var hard) && hard.GetBoolean() || !row.TryGetProperty("amount", out var amount)) continue;
            var text = Text(row, "text") ?? "";
            var expected = amount.ValueKind == JsonValueKind.String ? decimal.Parse(amount.GetString()!, CultureInfo.InvariantCulture) : (decimal?)null;
            var actual = PriceReader.Read(text, Text(row, "currencyHint"))?.Amount;
            all++;
            if (actual == expected) right++;
            else missed.Add($"{text}: {actual} instead of {expected}");
        }
        foreach (var line in missed) Console.WriteLine(line);
        return (double)right / all;
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<JsonElement> Rows(params string[] path) =>
        File.ReadLines(SharedData.PathOf(path)).Select(static line => JsonSerializer.Deserialize<JsonElement>(line));
}
