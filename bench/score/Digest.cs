using System.Security.Cryptography;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Bench.Score;

/// <summary>
/// <c>score --digest</c>: one hash over everything that scoring says of some listings (scores, flags, codes, every signal with its offsets and
/// words), so that a change which is only to be quicker can be shown to say the same, bit for bit.
/// </summary>
internal static class Digest
{
    /// <param name="score">What judges.</param>
    /// <param name="files">Labelled listings, plain or gzip.</param>
    public static void Print(Func<ListingRecord, ScoreResult> score, IEnumerable<string> files)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var listings = 0;
        foreach (var file in files)
        {
            using var one = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var labelled in CorpusReader.Read(file))
            {
                var line = JsonSerializer.SerializeToUtf8Bytes(score(labelled.Listing));
                one.AppendData(line);
                all.AppendData(line);
                listings++;
            }
            Console.WriteLine($"{Path.GetFileName(file)} {Convert.ToHexStringLower(one.GetHashAndReset())}");
        }
        Console.WriteLine($"{listings} listings {Convert.ToHexStringLower(all.GetHashAndReset())}");
    }
}
