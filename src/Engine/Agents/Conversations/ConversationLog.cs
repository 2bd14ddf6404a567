using System.Text;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;

namespace Signalbox.Engine.Agents.Conversations;

/// <summary>Reads the conversation of an attempt from its stored log, masked as it is shown.</summary>
/// <param name="logs">Reads the log.</param>
/// <param name="dialects">Knows which logs hold a conversation.</param>
public sealed class ConversationLog(LogReader logs, ConversationDialects dialects)
{
    /// <summary>Characters of a log that are read for a page; what is behind them is left out, and said.</summary>
    public const long MaxCharacters = 128L * 1024 * 1024;

    private const int Batch = 1000;
    private const int MaxLine = OutputLines.DefaultMaxLineBytes;

    /// <summary>A page of the conversation as far as it is stored now; null when the agent's log holds none.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="agent">Id of its agent.</param>
    /// <param name="bounds">The page that is wanted.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<ConversationPage?> ReadAsync(AttemptId attempt, string agent, ConversationBounds bounds, CancellationToken cancellationToken)
    {
        if (dialects.Open(agent, bounds) is not { } reader)
        {
            return null;
        }

        var (line, part, read) = (1L, 0, 0L);
        var open = new StringBuilder();
        while (read < MaxCharacters)
        {
            var batch = await logs.ReadAsync(attempt, LogStream.Stdout, line, part, Batch, cancellationToken);
            foreach (var piece in batch.Lines)
            {
                read += piece.Text.Length;
                Take(piece, open, reader);
            }

            if (batch.Complete || batch.Lines is not [.., var last] || (last.Line == line && last.Part == part && last.Partial))
            {
                return reader.Page();
            }

            (line, part) = last.Partial ? (last.Line, last.Part + 1) : (last.Line + 1, 0);
        }

        return reader.Page() with { IsCut = true };
    }

    // A line over 64 KiB comes in parts; one that is still being written waits for its end, and one over the cap is left out.
    private static void Take(LogLine piece, StringBuilder open, ConversationReader reader)
    {
        if (piece.Part == 0)
        {
            open.Clear();
        }

        if (open.Length <= MaxLine)
        {
            open.Append(piece.Text);
        }

        if (!piece.Partial && open.Length <= MaxLine)
        {
            reader.Line(open.ToString());
        }
    }
}
