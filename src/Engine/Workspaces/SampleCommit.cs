using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>A commit of the sample repository's history.</summary>
/// <param name="Date">When, with its offset; fixed, so that the commit ids are the same on every machine.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Message">Its message.</param>
/// <param name="Files">Files it adds or changes; empty: everything that is left.</param>
internal sealed record SampleCommit(string Date, string Author, string Message, params SampleFile[] Files)
{
    private const string Mara = "Mara Lind";
    private const string Jonas = "Jonas Weiss";
    private const string Samples = SampleRepository.Committer;

    /// <summary>The history, oldest first.</summary>
    public static IReadOnlyList<SampleCommit> History { get; } =
    [
        new("2026-03-02T09:12:00+01:00", Mara, "Say what the shop needs", new SampleFile("README.md", 3)),
        new("2026-03-02T11:40:00+01:00", Mara, "Price list, in whole cents", new("docs/price-list.txt", 4), new("docs/decisions.md", 3)),
        new("2026-03-04T15:05:00+01:00", Jonas, "Print a receipt", new("src/receipt.sh"), new("src/receipt.awk"), new("src/tax.awk"), new("tests/baskets/breakfast.txt"), new("README.md", 10)),
        new("2026-03-05T10:21:00+01:00", Jonas, "Test the receipt", new("tests/run.sh"), new("tests/baskets/unknown.txt"), new("tests/baskets/evening.txt"), new("docs/price-list.txt", 6)),
        new("2026-03-09T16:48:00+01:00", Mara, "Explain prices and tests", new("README.md", 18), new("docs/decisions.md")),
        new("2026-03-11T09:30:00+01:00", Mara, "Sell matches and soap", new SampleFile("docs/price-list.txt")),
        new("2026-03-12T14:02:00+01:00", Jonas, "Write down what is missing", new SampleFile("README.md")),
        new("2026-03-13T08:55:00+01:00", Samples, "Workflows to try Signalbox with"),
    ];

    /// <summary>Address of the author.</summary>
    public string Email => $"{Author.ToLower(CultureInfo.InvariantCulture).Replace(' ', '.')}@example.com";
}
