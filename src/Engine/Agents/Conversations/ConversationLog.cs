using System.Runtime.CompilerServices;
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
        var lines = new ConversationLines();
        while (read < MaxCharacters)
        {
            var batch = await logs.ReadAsync(attempt, LogStream.Stdout, line, part, Batch, cancellationToken);
            foreach (var piece in batch.Lines)
            {
                read += piece.Text.Length;
                if (lines.Take(piece) is { } whole)
                {
                    reader.Line(whole);
                }
            }

            if (batch.Complete || batch.Lines is not [.., var last] || (last.Line == line && last.Part == part && last.Partial))
            {
                return reader.Page();
            }

            (line, part) = last.Partial ? (last.Line, last.Part + 1) : (last.Line + 1, 0);
        }

        return reader.Page() with { IsCut = true };
    }

    /// <summary>
    /// The page as it stands, again with each part of the log that comes, until the log is complete; empty when the agent's log holds no conversation.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="agent">Id of its agent.</param>
    /// <param name="bounds">The page that is wanted.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<ConversationPage> FollowAsync(AttemptId attempt, string agent, ConversationBounds bounds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (dialects.Open(agent, bounds) is not { } reader)
        {
            yield break;
        }

        var (lines, read) = (new ConversationLines(), 0L);
        await foreach (var batch in logs.FollowAsync(attempt, LogStream.Stdout, 1, cancellationToken))
        {
            foreach (var piece in batch.Lines)
            {
                read += piece.Text.Length;
                if (lines.Take(piece) is { } line)
                {
                    reader.Line(line);
                }
            }

            yield return reader.Page() with { IsCut = read >= MaxCharacters };
            if (read >= MaxCharacters)
            {
                yield break;
            }
        }
    }
}
