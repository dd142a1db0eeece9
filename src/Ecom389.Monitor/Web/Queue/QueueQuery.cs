using System.Globalization;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.WebUtilities;

namespace Ecom389.Monitor.Web.Queue;

/// <summary>A tab of the queue.</summary>
public enum QueueTab
{
    /// <summary>New and held: what is to be done now.</summary>
    ToDo,
    Waiting,
    Confirmed,
    Dismissed,
    All,
}

/// <summary>How long ago items were opened.</summary>
public enum QueueAge
{
    Today,
    Week,

    /// <summary>More than a week ago: what was left lying.</summary>
    Older,
}

/// <summary>What the queue is narrowed to, as it stands in the address: a link can be sent, kept and gone back to.</summary>
public sealed record QueueQuery
{
    public const int PageSize = 50;

    public const string Path = "/hang-doi";

    private const int LongestText = 200;

    /// <summary>Price ratios, in percent, that are offered.</summary>
    public static IReadOnlyList<int> Ratios { get; } = [20, 40, 60];

    /// <summary>Lowest priorities, in percent, that are offered.</summary>
    public static IReadOnlyList<int> Scores { get; } = [80, 50, 20];

    private static readonly (QueueAge Age, string Name)[] AgeNames = [(QueueAge.Today, "hom-nay"), (QueueAge.Week, "7-ngay"), (QueueAge.Older, "cu-hon")];

    private static readonly (QueueTab Tab, string Name)[] TabNames =
    [
        (QueueTab.ToDo, "can-xu-ly"), (QueueTab.Waiting, "dang-cho"), (QueueTab.Confirmed, "da-xac-nhan"),
        (QueueTab.Dismissed, "da-loai"), (QueueTab.All, "tat-ca"),
    ];

    private static readonly (Channel Channel, string Name)[] ChannelNames =
    [
        (Core.Channel.Marketplace, "san"), (Core.Channel.Social, "mang-xa-hoi"), (Core.Channel.Website, "website"),
    ];

    public QueueTab Tab { get; init; }

    public string? Violation { get; init; }

    public string? SourceId { get; init; }

    public Channel? Channel { get; init; }

    public string? Text { get; init; }

    /// <summary>1-based.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Place exactly as items have it.</summary>
    public string? Place { get; init; }

    /// <summary>Price at most so many percent of the reference.</summary>
    public int? Ratio { get; init; }

    /// <summary>Priority of at least so many percent.</summary>
    public int? Score { get; init; }

    public QueueAge? Age { get; init; }

    /// <summary>One seller, or those that share a telephone number: <see cref="SellerKey"/>.</summary>
    public string? Seller { get; init; }

    /// <summary>Only what the person holds or follows up.</summary>
    public bool Mine { get; init; }

    /// <summary>True when anything but the tab narrows the list.</summary>
    public bool IsNarrowed => Violation is not null || SourceId is not null || Channel is not null || Text is not null
        || Place is not null || Ratio is not null || Score is not null || Age is not null || Seller is not null || Mine;

    /// <summary>Reads an address. What is not understood is left out: an old link still opens.</summary>
    public static QueueQuery Read(IQueryCollection query)
    {
        var text = Value("tim");
        return new()
        {
            Tab = TabNames.FirstOrDefault(tab => string.Equals(tab.Name, Value("trang-thai"), StringComparison.Ordinal)).Tab,
            Violation = Value("loai"),
            SourceId = Value("nguon"),
            Channel = ChannelNames.Where(channel => string.Equals(channel.Name, Value("kenh"), StringComparison.Ordinal)).Select(channel => (Channel?)channel.Channel).FirstOrDefault(),
            Text = text,
            Place = Value("noi"),
            Ratio = Percent("ty-le"),
            Score = Percent("diem"),
            Age = AgeNames.Where(age => string.Equals(age.Name, Value("tuoi"), StringComparison.Ordinal)).Select(age => (QueueAge?)age.Age).FirstOrDefault(),
            Seller = Value("mang"),
            Mine = Value("cua-toi") is not null,
            Page = int.TryParse(Value("trang"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 100_000) : 1,
        };

        int? Percent(string name) => int.TryParse(Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100 ? percent : null;

        string? Value(string name) => query[name].ToString().Trim() is { Length: > 0 } value
            ? value.Length > LongestText ? value[..LongestText] : value
            : null;
    }

    /// <param name="now">What ages are counted from; without it the age narrows nothing.</param>
    /// <param name="person">Whose items "mine" are; without it "mine" narrows nothing.</param>
    public QueueFilter Filter(DateTimeOffset? now = null, string? person = null) => new()
    {
        States = Tab switch
        {
            QueueTab.ToDo => [ReviewState.New, ReviewState.Leased],
            QueueTab.Waiting => [ReviewState.Waiting],
            QueueTab.Confirmed => [ReviewState.Confirmed],
            QueueTab.Dismissed => [ReviewState.Dismissed],
            _ => null,
        },
        Violation = Violation,
        SourceId = SourceId,
        Channel = Channel,
        Text = Text,
        Place = Place,
        MaxPriceRatio = Ratio / 100.0,
        MinPriority = Score / 100.0,
        SellerKey = Seller,
        Person = Mine ? person : null,
        OpenedSince = Age switch { QueueAge.Today => now - TimeSpan.FromDays(1), QueueAge.Week => now - TimeSpan.FromDays(7), _ => null },
        OpenedBefore = Age == QueueAge.Older ? now - TimeSpan.FromDays(7) : null,
        Offset = (Page - 1) * PageSize,
        Limit = PageSize,
    };

    /// <summary>The address of the queue narrowed like this.</summary>
    public string Url => QueryHelpers.AddQueryString(Path, Parameters(withPage: true));

    /// <summary>The address of an item opened from here: the next one will come from the same narrowing.</summary>
    public string ItemUrl(Guid id) => QueryHelpers.AddQueryString($"/muc/{id}", Parameters(withPage: false));

    /// <summary>The same with another page, from the first again for anything else.</summary>
    public QueueQuery At(int page) => this with { Page = page };

    /// <summary>The query string of this narrowing, for a saved view; empty when nothing narrows.</summary>
    public string Saved => QueryHelpers.AddQueryString("", Parameters(withPage: false)).TrimStart('?');

    /// <summary>A narrowing from a saved query string.</summary>
    public static QueueQuery ReadSaved(string saved) => Read(new QueryCollection(QueryHelpers.ParseQuery(saved)));

    private List<KeyValuePair<string, string?>> Parameters(bool withPage)
    {
        var parameters = new List<KeyValuePair<string, string?>>();
        if (Tab != QueueTab.ToDo) parameters.Add(new("trang-thai", TabNames.First(tab => tab.Tab == Tab).Name));
        if (Violation is not null) parameters.Add(new("loai", Violation));
        if (SourceId is not null) parameters.Add(new("nguon", SourceId));
        if (Channel is not null) parameters.Add(new("kenh", ChannelNames.First(channel => channel.Channel == Channel).Name));
        if (Text is not null) parameters.Add(new("tim", Text));
        if (Place is not null) parameters.Add(new("noi", Place));
        if (Ratio is { } ratio) parameters.Add(new("ty-le", ratio.ToString(CultureInfo.InvariantCulture)));
        if (Score is { } score) parameters.Add(new("diem", score.ToString(CultureInfo.InvariantCulture)));
        if (Age is { } age) parameters.Add(new("tuoi", AgeNames.First(name => name.Age == age).Name));
        if (Seller is not null) parameters.Add(new("mang", Seller));
        if (Mine) parameters.Add(new("cua-toi", "1"));
        if (withPage && Page > 1) parameters.Add(new("trang", Page.ToString(CultureInfo.InvariantCulture)));
        return parameters;
    }
}
