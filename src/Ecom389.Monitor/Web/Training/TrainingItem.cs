using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Training;

/// <summary>A self-written listing whose truth is known, judged as a real one would be.</summary>
/// <param name="Id">Within the set.</param>
/// <param name="Record">The listing.</param>
/// <param name="Result">What the scorer says of it.</param>
/// <param name="Suspicious">The author's verdict.</param>
/// <param name="Codes">The author's violation codes.</param>
/// <param name="Why">The author's reason, in English, or empty.</param>
public sealed record TrainingItem(string Id, ListingRecord Record, ScoreResult Result, bool Suspicious, IReadOnlyList<string> Codes, string Why);

/// <summary>What a trainee said of one item.</summary>
public sealed record TrainingAnswer(TrainingItem Item, bool SaysSuspicious, IReadOnlyList<string> Codes)
{
    public bool IsRight => SaysSuspicious == Item.Suspicious;

    /// <summary>Right, and with exactly the author's codes.</summary>
    public bool HasRightCodes => IsRight && (!Item.Suspicious || Item.Codes.ToHashSet(StringComparer.Ordinal).SetEquals(Codes));
}

/// <summary>A round of practice: its items in order and the answers so far.</summary>
public sealed record TrainingRound(int Number, IReadOnlyList<TrainingItem> Items, IReadOnlyList<TrainingAnswer> Answers)
{
    /// <summary>The item to be answered, or null when the round is done.</summary>
    public TrainingItem? Current => Answers.Count < Items.Count ? Items[Answers.Count] : null;

    public int Right => Answers.Count(answer => answer.IsRight);

    /// <summary>Suspicious ones taken for ordinary.</summary>
    public int Missed => Answers.Count(answer => answer is { IsRight: false, Item.Suspicious: true });

    /// <summary>Ordinary ones taken for suspicious: the mistake that costs a seller most.</summary>
    public int FalselyAccused => Answers.Count(answer => answer is { IsRight: false, Item.Suspicious: false });
}
