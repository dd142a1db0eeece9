using System.Globalization;

namespace Ecom389.Monitor.Samples.Serving;

/// <summary>How Vietnamese sites word a listing's age; the words themselves come from the site's own file.</summary>
/// <param name="Minutes">Format of minutes, <c>{0} phút trước</c>.</param>
/// <param name="Hours">Format of hours.</param>
/// <param name="Yesterday">The day before.</param>
/// <param name="Days">Format of days, from two on.</param>
/// <param name="Date">.NET date format for whatever has a fixed date.</param>
internal sealed record PostedText(string Minutes, string Hours, string Yesterday, string Days, string Date)
{
    /// <summary>The age as the site would show it.</summary>
    /// <exception cref="FormatException"><see cref="SampleListing.PostedAgo"/> is neither <c>30p</c>, <c>2h</c> nor <c>1d</c>.</exception>
    public string Of(SampleListing listing)
    {
        if (listing.PostedAgo is not { } ago)
            return DateOnly.Parse(listing.PostedAt, CultureInfo.InvariantCulture).ToString(Date, CultureInfo.InvariantCulture);

        var count = int.Parse(ago.AsSpan(0, ago.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return (ago[^1], count) switch
        {
            ('p', _) => Filled(Minutes, count),
            ('h', _) => Filled(Hours, count),
            ('d', 1) => Yesterday,
            ('d', _) => Filled(Days, count),
            _ => throw new FormatException($"{listing.Id}: {ago}"),
        };
    }

    private static string Filled(string format, int count) =>
        format.Replace("{0}", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
