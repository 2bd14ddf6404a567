using System.Collections.Frozen;

namespace Signalbox.Engine.StateMachines;

/// <summary>
/// All legal moves of one machine (design/domain.md, State machines). An illegal move throws: it is a bug, never ignored.
/// </summary>
public sealed class TransitionTable<TState> : ITransitionTable
    where TState : struct, Enum
{
    private readonly FrozenSet<(TState From, TState To)> _legal;

    /// <summary>Makes the table of the machine called <paramref name="name"/>.</summary>
    public TransitionTable(string name, TState initial, IReadOnlyList<Transition<TState>> transitions)
    {
        Name = name;
        Initial = initial;
        Transitions = transitions;
        _legal = transitions.Select(t => (t.From, t.To)).ToFrozenSet();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>State of a new one.</summary>
    public TState Initial { get; }

    /// <summary>The legal moves, in the order of the drawing.</summary>
    public IReadOnlyList<Transition<TState>> Transitions { get; }

    string ITransitionTable.Initial => Initial.ToString();

    IReadOnlyList<(string From, string To, string When)> ITransitionTable.Moves =>
        [.. Transitions.Select(t => (t.From.ToString(), t.To.ToString(), t.When))];

    /// <summary>Whether the move is legal.</summary>
    public bool Allows(TState from, TState to) => _legal.Contains((from, to));

    /// <summary>Throws unless the move is legal.</summary>
    /// <exception cref="IllegalTransitionException">The move is not in the table.</exception>
    public void Check(TState from, TState to)
    {
        if (!Allows(from, to))
        {
            throw new IllegalTransitionException(Name, from.ToString(), to.ToString());
        }
    }
}
