/* Often under an #ifdef that takes the last statement away. */
void code(int skip)
{
	if (skip)
		goto out;
out:
}
