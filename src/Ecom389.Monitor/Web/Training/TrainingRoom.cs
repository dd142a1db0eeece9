using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Ecom389.Monitor.Web.Training;

/// <summary>
/// Practice by person, in memory alone: no store, audit, label or item ever hears of it, and a restart forgets it.
/// </summary>
public sealed class TrainingRoom
{
    /// <summary>Items a round.</summary>
    public const int RoundLength = 20;

    private readonly ConcurrentDictionary<string, TrainingRound> _rounds = new(StringComparer.Ordinal);

    /// <summary>The round a person is in, begun where there is none.</summary>
    public TrainingRound Of(string person, IReadOnlyList<TrainingItem> set) => _rounds.GetOrAdd(person, _ => Begin(person, 1, set));

    /// <summary>Takes an answer to the item the person has before them; an answer to another one is dropped.</summary>
    public TrainingRound Answer(string person, string itemId, bool suspicious, IReadOnlyList<string> codes, IReadOnlyList<TrainingItem> set) => _rounds.AddOrUpdate(
        person,
        _ => Begin(person, 1, set),
        (_, round) => round.Current is { } item && string.Equals(item.Id, itemId, StringComparison.Ordinal)
            ? round with { Answers = [.. round.Answers, new(item, suspicious, suspicious ? codes : [])] }
            : round);

    /// <summary>Another round, of other items.</summary>
    public TrainingRound Again(string person, IReadOnlyList<TrainingItem> set) => _rounds.AddOrUpdate(
        person, _ => Begin(person, 1, set), (_, round) => Begin(person, round.Number + 1, set));

    // As many suspicious as ordinary, in an order of the person's and the round's own.
    private static TrainingRound Begin(string person, int number, IReadOnlyList<TrainingItem> set)
    {
        var shuffled = set.OrderBy(item => Draw($"{person}\n{number}\n{item.Id}"), StringComparer.Ordinal).ToList();
        TrainingItem[] chosen = [.. shuffled.Where(item => item.Suspicious).Take(RoundLength / 2), .. shuffled.Where(item => !item.Suspicious).Take(RoundLength / 2)];
        return new(number, [.. chosen.OrderBy(item => Draw($"{number}\n{item.Id}\n{person}"), StringComparer.Ordinal)], []);
    }

    private static string Draw(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
