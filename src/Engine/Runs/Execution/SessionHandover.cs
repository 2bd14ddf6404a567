namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// What passes from one session of a run to the next under the same claim: the places of the agents that work on meanwhile. If they were given back and taken again, a run
/// that waits for one could begin in between, and more would be at work than there are places.
/// </summary>
internal sealed class SessionHandover(AgentSlots slots) : IDisposable
{
    private readonly Dictionary<Identity.AttemptId, string> _places = [];
    private bool _isOpen;

    /// <summary>Whether the session is not the first under this claim.</summary>
    public bool IsAgain { get; private set; }

    /// <summary>Another session follows: from now on places are kept for it.</summary>
    public void Begin() => (IsAgain, _isOpen) = (true, true);

    /// <summary>Lets go of the place of an attempt that works on: it is kept for the session that follows, or given back where none does.</summary>
    public void Leave(Attempt attempt)
    {
        if (_isOpen)
        {
            _places[attempt.Id] = attempt.Agent;
        }
        else
        {
            slots.Leave(attempt.Agent);
        }
    }

    /// <summary>Takes a place for every attempt that is at work: the one that was kept for it, or another, free or not. What nobody needs any more is given back.</summary>
    public IReadOnlyList<(StepRun Step, Attempt Attempt)> Enter(IReadOnlyList<(StepRun Step, Attempt Attempt)> held)
    {
        foreach (var (_, attempt) in held)
        {
            if (!_places.Remove(attempt.Id))
            {
                slots.Enter(attempt.Agent);
            }
        }

        Dispose();
        return held;
    }

    /// <summary>Gives back what is still kept: no session follows.</summary>
    public void Dispose()
    {
        _isOpen = false;
        List<string> left = [.. _places.Values];
        _places.Clear();
        left.ForEach(slots.Leave);
    }
}
