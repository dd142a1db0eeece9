using System.Globalization;
using System.Resources;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Texts;

/// <summary>
/// Every visible string and every way of writing a number, an amount or an instant, in the language of the request.
/// Texts are SiteText.resx (Vietnamese) and SiteText.en.resx. Instants are shown in Asia/Ho_Chi_Minh.
/// </summary>
public sealed class SiteText(RequestLanguage request, TimeProvider time)
{
    private static readonly ResourceManager Resources = new("Ecom389.Monitor.Web.Texts.SiteText", typeof(SiteText).Assembly);

    // The inspector's pages beside the queue have a file of their own.
    private static readonly ResourceManager InspectorResources = new("Ecom389.Monitor.Web.Texts.InspectorText", typeof(SiteText).Assembly);

    public Language Language => request.Value;

    private CultureInfo Culture => request.Value.Culture;

    /// <summary>The text of a key. A key without text is shown in brackets, so that it is seen; a test keeps it from happening.</summary>
    public string this[string key] => Find(key) ?? $"[{key}]";

    /// <summary>The text of a key, or null when there is none.</summary>
    public string? Find(string key) => Resources.GetString(key, Culture) ?? InspectorResources.GetString(key, Culture);

    /// <summary>The text of a key with its <c>{0}</c> filled in.</summary>
    public string Format(string key, params object?[] values) => string.Format(Culture, this[key], values);

    /// <summary>"3 items": a key ending in <c>.one</c> is used for one where the language has it.</summary>
    public string Count(string key, long count) =>
        string.Format(Culture, (count == 1 ? Find(key + ".one") : null) ?? this[key], Number(count));

    public string Number(long value) => value.ToString("N0", Culture);

    /// <summary>A probability as whole percent. Never 0 or 100 unless it is exactly that: certainty is not ours to claim.</summary>
    public string Percent(double probability)
    {
        var percent = (int)Math.Round(Math.Clamp(probability, 0, 1) * 100, MidpointRounding.AwayFromZero);
        if (percent == 0 && probability > 0) percent = 1;
        if (percent == 100 && probability < 1) percent = 99;
        return percent.ToString(Culture) + "%";
    }

    /// <summary>A weight in log-odds with its sign.</summary>
    public string Weight(double weight) => weight.ToString("+0.0;−0.0;0.0", Culture);

    public string Decimal(double value) => value.ToString("0.0#", Culture);

    /// <summary>An amount in đồng.</summary>
    public string Dong(long amount) => Number(amount) + " ₫";

    public string Money(Money money) => string.Equals(money.Currency, "VND", StringComparison.Ordinal)
        ? money.Amount.ToString("N0", Culture) + " ₫"
        : money.Amount.ToString("#,0.##", Culture) + " " + money.Currency;

    /// <summary>Day and minute in Vietnam.</summary>
    public string Instant(DateTimeOffset instant) => instant.ToDisplayTime().ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Day and second in Vietnam, with the zone: for evidence.</summary>
    public string ExactInstant(DateTimeOffset instant) => instant.ToDisplayTime().ToString("dd/MM/yyyy HH:mm:ss 'UTC'zzz", CultureInfo.InvariantCulture);

    public string Clock(DateTimeOffset instant) => instant.ToDisplayTime().ToString("HH:mm", CultureInfo.InvariantCulture);

    public string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in the largest whole unit.</summary>
    public string Age(DateTimeOffset instant)
    {
        var age = time.GetUtcNow() - instant;
        return age.TotalMinutes < 1 ? this["age.now"]
            : age.TotalHours < 1 ? Count("age.minutes", (long)age.TotalMinutes)
            : age.TotalDays < 1 ? Count("age.hours", (long)age.TotalHours)
            : age.TotalDays < 60 ? Count("age.days", (long)age.TotalDays)
            : Count("age.months", (long)(age.TotalDays / 30.4));
    }

    /// <summary>How long something took, in whole seconds, minutes or hours and minutes.</summary>
    public string Duration(TimeSpan lasted) =>
        lasted.TotalMinutes < 2 ? Count("duration.seconds", (long)Math.Ceiling(lasted.TotalSeconds))
        : lasted.TotalHours < 2 ? Count("duration.minutes", (long)Math.Round(lasted.TotalMinutes))
        : Format("duration.hours", Number((long)lasted.TotalHours), Number(lasted.Minutes));

    /// <summary>Bytes as kB or MB.</summary>
    public string Bytes(long bytes) => bytes < 10_000 ? Number(bytes) + " B"
        : bytes < 10_000_000 ? Number(bytes / 1000) + " kB"
        : Number(bytes / 1_000_000) + " MB";

    public string State(ReviewState state) => this["state." + state.ToString().ToLowerInvariant()];

    public string Channel(Channel channel) => this["channel." + channel.ToString().ToLowerInvariant()];

    public string Role(Role role) => this["role." + role.ToString().ToLowerInvariant()];

    public string Decision(DecisionKind kind) => this["decided." + kind.ToString().ToLowerInvariant()];
}
