using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Items;

/// <summary>The price beside what is normal, as the price signal states it.</summary>
/// <param name="Price">In đồng.</param>
/// <param name="Reference">Normal for product and condition, in đồng.</param>
/// <param name="ReferenceNew">For a new one, in đồng, or null.</param>
/// <param name="Date">Of the reference, ISO, or null.</param>
/// <param name="Source">Of the reference, or null.</param>
public sealed record PriceComparison(long Price, long Reference, long? ReferenceNew, string? Product, string? Date, string? Source)
{
    /// <summary>Price ÷ reference.</summary>
    public double Ratio => (double)Price / Reference;

    /// <summary>From the first signal that carries a reference, or null.</summary>
    public static PriceComparison? Of(QueueEntry entry)
    {
        foreach (var facts in entry.Finding.Result.Signals.Select(signal => signal.Facts).OfType<IReadOnlyDictionary<string, string>>())
        {
            if (Whole(facts.GetValueOrDefault("reference")) is not { } reference || reference <= 0) continue;
            if ((Whole(facts.GetValueOrDefault("price")) ?? entry.Snapshot.Content.Record.PriceVnd) is not { } price) continue;
            var fresh = Whole(facts.GetValueOrDefault("referenceNew"));
            return new(price, reference, fresh == reference ? null : fresh, facts.GetValueOrDefault("product"), facts.GetValueOrDefault("referenceDate"), facts.GetValueOrDefault("referenceSource"));
        }
        return null;
    }

    private static long? Whole(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}

/// <summary>The state of conformity as the registry signal states it.</summary>
/// <param name="State"><c>unknown</c> when no signal says more.</param>
/// <param name="Facts">The signal's own facts: number claimed, goods, standards, model on the list.</param>
/// <param name="ListDate">ISO date of the list it was compared with, or null.</param>
public sealed record ConformityView(string State, IReadOnlyDictionary<string, string> Facts, string? ListDate)
{
    /// <summary>Null when no signal speaks of conformity.</summary>
    public static ConformityView? Of(QueueEntry entry) => entry.Finding.Result.Signals
        .Select(signal => signal.Facts).OfType<IReadOnlyDictionary<string, string>>()
        .Where(facts => facts.ContainsKey("conformity"))
        .Select(facts => new ConformityView(facts["conformity"], facts, facts.GetValueOrDefault("listDate")))
        .FirstOrDefault();
}
